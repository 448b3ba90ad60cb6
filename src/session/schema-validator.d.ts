declare module '*.schema.json?validator' {
  /** Ajv's generated validator; `errors` belongs to the last call. */
  const validate: {
    (value: unknown): boolean;
    errors?: import('./schema-error.ts').SchemaError[] | null;
  };
  export default validate;
}
