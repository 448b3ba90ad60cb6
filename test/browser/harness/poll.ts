/**
 * How long a test waits for what must happen before it says that it did not. It measures nothing:
 * two browsers share the machine, and 50,000 rows take one of them a while.
 */
export const DEADLINE_MS = 45_000;

/** What is left of a type when its falsy values are gone. */
export type Truthy<T> = Exclude<T, false | null | undefined | 0 | ''>;

/**
 * Asks again and again until the answer is truthy, and gives that answer.
 * An error while asking counts as "not yet": documents come and go while a test waits.
 * @param what names the thing waited for; it is in the error's message
 * @throws Error with the last answer or error when the deadline has passed
 */
export async function poll<T>(
  ask: () => T | Promise<T>,
  what: string,
  deadlineMs = DEADLINE_MS,
): Promise<Truthy<T>> {
  const startedAt = Date.now();
  for (;;) {
    let last: unknown;
    const askedAt = Date.now();
    try {
      const answer = await ask();
      if (answer) return answer as Truthy<T>;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() - startedAt > deadlineMs)
      throw new Error(`waited ${deadlineMs} ms for ${what}; last: ${describe(last)}`);
    // A question that takes long is asked less often: it takes the processor from what is waited for.
    const pauseMs = Math.max(25, Date.now() - askedAt);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

function describe(value: unknown): string {
  return value instanceof Error ? value.message : (JSON.stringify(value) ?? String(value));
}
