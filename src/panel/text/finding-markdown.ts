import type { Finding } from '../../rules/read-finding.ts';
import { t } from './language.ts';

/** What of a finding is written out. */
type Written = Pick<Finding, 'rule' | 'severity' | 'title' | 'message' | 'fix' | 'code' | 'links'>;

/** A finding for a ticket or a chat: title, what is wrong, the fix with its line of code, and links. */
export function findingMarkdown({
  title,
  rule,
  severity,
  message,
  fix,
  code,
  links,
}: Written): string {
  const words = t();
  const parts = [`**${title}** (${words.severity[severity]}, \`${rule}\`)`, message];
  // The corrected line is the end of the fix.
  if (fix !== undefined)
    parts.push(
      `**${words.findings.fix}** ${code === undefined ? fix : fix.slice(0, -code.length).trim()}`,
    );
  if (code !== undefined) {
    const fence = '`'.repeat(Math.max(3, longestRun(code) + 1));
    parts.push(`${fence}js\n${code}\n${fence}`);
  }
  if (links.length > 0)
    parts.push(links.map(({ title: name, url }) => `- [${name}](${url})`).join('\n'));
  return parts.join('\n\n');
}

/** Backticks in a row: code that has some needs a longer fence. */
function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
