/** The words that the Parameter Builder 1.3.2 takes for `m` and `f`, whole and in lower case. */
const MALE = `man male boy gentleman guy sir mister mr son father dad daddy papa uncle nephew
  brother husband boyfriend groom widower king prince duke count emperor god lord lad fellow chap
  bloke dude he him his himself m`;
const FEMALE = `woman female girl lady miss ms mrs madam ma'am daughter mother mom mama mommy aunt
  niece sister wife girlfriend bride widow queen princess duchess countess empress goddess maiden
  lass gal chick dame belle she her hers herself f`;

const LETTERS: ReadonlyMap<string, 'm' | 'f'> = new Map([
  ...MALE.split(/\s+/).map((word) => [word, 'm'] as const),
  ...FEMALE.split(/\s+/).map((word) => [word, 'f'] as const),
]);

/** `m` or `f` for one of the words, in any case; undefined for all others. */
export function genderOfWord(text: string): 'm' | 'f' | undefined {
  return LETTERS.get(text.toLowerCase().trim());
}
