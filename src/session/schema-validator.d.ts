declare module '*.schema.json?validator' {
  /** Ajv's generated validator; `errors` belongs to the last call. */
  const validate: {
    (value: unknown): boolean;
    errors?:
      | {
          instancePath: string;
          keyword: string;
          message?: string;
          params: Record<string, unknown>;
        }[]
      | null;
  };
  export default validate;
}
