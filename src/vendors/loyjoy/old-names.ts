/**
 * Names of chat events of 2020 and what they are called since 2021 (domain facts 1.2,
 * loyjoy-events.json, "renamed"; seeds "LoyJoy tracking events" and "LoyJoy tracking events,
 * legacy"). `close` went and came back and is not here. `customer` became two events, which is
 * concluded from what they mean. Names are open: a site may make an event of its own with any of
 * these.
 */
const NEW_NAMES: Readonly<Record<string, readonly string[]>> = {
  signin: ['sign_in'],
  signup: ['sign_up'],
  signout: ['sign_out'],
  newsletter_opt_in: ['newsletter_single_opt_in'],
  profiling_opt_in: ['profiling_single_opt_in'],
  reminder_opt_in: ['reminder_single_opt_in'],
  customer: ['customer_created', 'customer_updated'],
};

/** Every old name that has a new one. */
export const OLD_NAMES: readonly string[] = Object.keys(NEW_NAMES);

/** What an old name of a chat event became; undefined for every other name. */
export function newNamesOf(name: string): readonly string[] | undefined {
  return Object.hasOwn(NEW_NAMES, name) ? NEW_NAMES[name] : undefined;
}
