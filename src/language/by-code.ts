/** The member of a union of coded facts that has this code. */
type OfCode<U extends { code: string }, C extends string> = U extends { code: infer D }
  ? C extends D
    ? U
    : never
  : never;

/** Words for every code of a union of facts. */
export type ByCode<U extends { code: string }> = {
  readonly [C in U['code']]: (fact: OfCode<U, C>) => string;
};

/** What the words say of a fact. */
export function sayByCode<U extends { code: string }>(words: ByCode<U>, fact: U): string {
  const say = words[fact.code as U['code']] as (fact: U) => string;
  return say(fact);
}
