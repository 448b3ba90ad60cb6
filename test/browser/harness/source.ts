/** A function that runs elsewhere. Its source is sent, so it must not refer to anything outside itself. */
export type Remote<T> = string | ((...args: never[]) => T | Promise<T>);

/**
 * The expression that calls a function with arguments that JSON carries.
 * A string is taken as an expression, or as a function when arguments are given.
 */
export function callExpression(fn: Remote<unknown>, args: readonly unknown[]): string {
  if (typeof fn === 'string' && args.length === 0) return fn;
  const list = args.map((arg) => JSON.stringify(arg) ?? 'undefined').join(', ');
  // esbuild, which runs the tests' TypeScript, may leave calls of its `__name` in a function's source.
  return `((__name) => (${fn}))((f) => f)(${list})`;
}
