/**
 * Texts that stand where a value should: a template's variable that nothing has filled in, or the
 * word that a program writes for nothing. Meta's SDK takes all of them as they are (recorded runs
 * eventID_odd, event_names, contents_object_text, userdata_*).
 */

/** What JavaScript writes for nothing, and for an object in a text. */
const WORD = /^(?:undefined|null|NaN|\[object \w+\](?:,\[object \w+\])*)$/;

/** The same inside an id that was put together: `order_undefined`, `null-17`. */
const WORD_IN_ID = /(?:^|[^A-Za-z])(?:undefined|null|NaN)(?:[^A-Za-z]|$)|\[object \w+\]/;

/**
 * Variables of templates: `{{x}}` (tag managers, Liquid, Handlebars), `${x}`, `<%= x %>`, `<?= x ?>`,
 * `{% x %}`, `%%x%%` (mail and ad servers), `#X#` (Commanders Act).
 */
const VARIABLE =
  /\{\{[^{}]{0,200}\}\}|\$\{[^{}]{1,200}\}|<%[^<>%]{0,200}%>|<\?(?:php|=)|\{%[^{}%]{0,200}%\}|%%[\w.: -]{1,200}%%|^#[A-Za-z][\w.-]{0,200}#$/;

/**
 * What stands for a value where the text is nothing else: `{id}`, `[[id]]`, `[order_id]` (shortcodes),
 * `%ORDER_ID%`, `__ID__`, `<EVENT_ID>`, and what a document asks to be replaced: `YOUR_PIXEL_ID`,
 * `insert_email_variable` (Meta's own snippet).
 */
const WHOLE = [
  /^\{[A-Za-z_][\w.]{0,100}\}$/,
  /^\[\[[^[\]]{1,200}\]\]$/,
  /^\[[a-z]+(?:_[a-z\d]+)+\]$/,
  /^%[A-Z][A-Z\d_]{0,100}%$/,
  /^__[A-Z][A-Z\d_]{0,100}__$/,
  /^<[A-Z][A-Z\d_]{0,100}>$/,
  /^(?:YOUR|INSERT|ENTER|REPLACE)_[A-Z\d_]{1,100}$/,
  /^insert_\w{1,100}$/,
];

/** Longer texts are no placeholders. */
const UNITS = 1_000;

/** True for a text that is a placeholder, or has a variable that was not filled in. */
export function isPlaceholder(text: string): boolean {
  if (text.length > UNITS) return false;
  const trimmed = text.trim();
  return (
    WORD.test(trimmed) || VARIABLE.test(trimmed) || WHOLE.some((pattern) => pattern.test(trimmed))
  );
}

/** The same for an id or a name, which may have been put together with nothing: `order_undefined`. */
export function isPlaceholderId(text: string): boolean {
  return isPlaceholder(text) || (text.length <= UNITS && WORD_IN_ID.test(text));
}
