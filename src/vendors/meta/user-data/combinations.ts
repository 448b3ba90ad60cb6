/**
 * The combinations that Meta calls too broad: an event whose user_data holds just one of them is
 * refused (Meta, customer information parameters; domain facts 4).
 */
export const TOO_BROAD: readonly (readonly string[])[] = [
  ['ct', 'country', 'st', 'zp', 'ge', 'client_user_agent'],
  ['db', 'client_user_agent'],
  ['fn', 'ge'],
  ['ln', 'ge'],
];

/** A combination that user_data does not go beyond. */
export interface BroadCombination {
  fields: readonly string[];
  /** All of the combination is there. Where only a part is, no document that we know refuses it. */
  isWhole: boolean;
}

/**
 * The combination that a user_data of these fields is, or is part of; undefined where it holds
 * anything that tells one person from others. An empty user_data is none.
 */
export function broadCombination(fields: readonly string[]): BroadCombination | undefined {
  if (fields.length === 0) return undefined;
  const present = new Set(fields);
  const within = TOO_BROAD.filter((combination) =>
    fields.every((field) => combination.includes(field)),
  );
  const whole = within.find((combination) => combination.length === present.size);
  if (whole !== undefined) return { fields: whole, isWhole: true };
  const [part] = within;
  return part === undefined ? undefined : { fields: part, isWhole: false };
}
