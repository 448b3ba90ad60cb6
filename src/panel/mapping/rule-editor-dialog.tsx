import { useLayoutEffect, useRef } from 'preact/hooks';
import { STANDARD_EVENT_NAMES } from '../../vendors/meta/standard-events.ts';
import { usePanel } from '../model/context.ts';
import { type RuleEditor, ruleEditorOf } from '../model/mapping/rule-editor.ts';
import { isOfPerson, META_PARAMETERS, type SeenEvent } from '../model/mapping/seen-events.ts';
import { type FormParameter, type RuleForm, ruleOfForm } from '../model/profile/rule-form.ts';
import { siteLabel } from '../model/profile/sites.ts';
import { toggleLabel } from '../text/describe-entry.ts';
import { t } from '../text/language.ts';
import { Dialog } from '../ui/dialog.tsx';
import { CloseIcon, PlusIcon } from '../ui/icons.tsx';
import { RulePreview } from './rule-preview.tsx';

/** The editor of one mapping rule, over everything else, while it is open. */
export function RuleEditorDialog() {
  const panel = usePanel();
  const editor = ruleEditorOf(panel);
  const form = editor.form.value;
  if (form === undefined) return null;
  return <Editor editor={editor} form={form} site={panel.profiles.inForce.value} />;
}

const EVENT_ID = 'rule-event';
const EVENTS_ID = 'rule-meta-events';
const PARAMETERS_ID = 'rule-meta-parameters';

function Editor(props: {
  editor: RuleEditor;
  form: RuleForm;
  site: { site: string; from: string | undefined };
}) {
  const { editor, form, site } = props;
  const first = useRef<HTMLSelectElement>(null);
  const opened = useRef(form);
  const words = t().ruleEditor;
  useLayoutEffect(() => first.current?.focus(), []);
  return (
    <Dialog
      class="profile-editor rule-editor"
      testId="rule-editor"
      closeTestId="close-rule"
      title={form.at === undefined ? words.newRule : words.rule}
      closeLabel={t().profileEditor.close}
      isChanged={opened.current !== form}
      onClose={editor.close}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void editor.save();
        }}
      >
        <div class="rule-fields">
          <label class="field" for={EVENT_ID}>
            <span>{words.event}</span>
            <EventSelect editor={editor} form={form} element={first} />
          </label>
          <label class="field">
            <span>{words.becomes}</span>
            <input
              class="text"
              data-testid="rule-to"
              list={EVENTS_ID}
              autocomplete="off"
              spellcheck={false}
              disabled={form.isBanned}
              placeholder={words.becomesExample}
              value={form.isBanned ? '' : form.to}
              onInput={(event) => editor.set({ to: event.currentTarget.value })}
            />
          </label>
          <label class="check">
            <input
              type="checkbox"
              data-testid="rule-banned"
              checked={form.isBanned}
              onChange={(event) => editor.set({ isBanned: event.currentTarget.checked })}
            />
            {words.banned}
          </label>
        </div>
        {!form.isBanned && <Keys editor={editor} form={form} />}
        <RulePreview editor={editor} />
        <div class="actions">
          <button
            type="submit"
            class="button primary"
            data-testid="save-rule"
            disabled={ruleOfForm(form) === undefined || nameOf(form) === ''}
          >
            {t().profileEditor.save}
          </button>
          <button type="button" class="button" onClick={editor.close}>
            {t().profileEditor.cancel}
          </button>
          <span class="space" />
          <button
            type="button"
            class="button"
            data-testid="rule-json"
            title={words.asJsonTitle}
            onClick={editor.showJson}
          >
            {words.asJson}
          </button>
        </div>
        <p class="hint">{words.kept(siteLabel(site.from ?? site.site))}</p>
        <datalist id={EVENTS_ID}>
          {STANDARD_EVENT_NAMES.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <datalist id={PARAMETERS_ID}>
          {META_PARAMETERS.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </form>
    </Dialog>
  );
}

/** What the source event is called, or the pattern of its names. */
function nameOf({ from }: RuleForm): string {
  return from.name ?? `/${from.pattern ?? ''}/`;
}

const keyOf = ({ source, name }: Pick<SeenEvent, 'source' | 'name'>) => `${source} ${name}`;

function EventSelect(props: {
  editor: RuleEditor;
  form: RuleForm;
  element: { current: HTMLSelectElement | null };
}) {
  const { editor, form, element } = props;
  const { source } = form.from;
  const own = { source, name: nameOf(form) };
  const seen = editor.events.value;
  const isSeen = form.from.name === '' || seen.some((event) => keyOf(event) === keyOf(own));
  const all: Pick<SeenEvent, 'source' | 'name'>[] = isSeen ? [...seen] : [own, ...seen];
  const sources = [...new Set(all.map((event) => event.source))];
  return (
    <select
      ref={element}
      id={EVENT_ID}
      class="text"
      data-testid="rule-event"
      value={keyOf(own)}
      onChange={(event) => {
        const chosen = all.find((one) => keyOf(one) === event.currentTarget.value);
        if (chosen !== undefined && chosen !== own) editor.chooseEvent(chosen);
      }}
    >
      {form.from.name === '' && <option value={keyOf(own)}>{t().ruleEditor.choose}</option>}
      {sources.map((one) => (
        <optgroup key={one} label={toggleLabel(one)}>
          {all
            .filter((event) => event.source === one)
            .map((event) => (
              <option key={keyOf(event)} value={keyOf(event)}>
                {event.name}
              </option>
            ))}
        </optgroup>
      ))}
    </select>
  );
}

/** Every key that the event had: ticked, it must arrive. */
function Keys({ editor, form }: { editor: RuleEditor; form: RuleForm }) {
  const words = t().ruleEditor;
  const examples = new Map(editor.keys.value.map(({ path, example }) => [path, example]));
  const paths = new Set([
    ...examples.keys(),
    ...form.parameters.flatMap(({ from }) => (from === undefined ? [] : [from])),
  ]);
  const indexed = form.parameters.map((parameter, index) => ({ parameter, index }));
  const fixed = indexed.filter(({ parameter }) => parameter.from === undefined);
  return (
    <fieldset class="rule-keys" data-testid="rule-keys">
      <legend>{words.keys}</legend>
      {paths.size === 0 && form.from.name !== '' && <p class="dim">{words.noKeys}</p>}
      {paths.size + fixed.length > 0 && (
        <div class="rule-scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">{words.key}</th>
                <th scope="col" class="example">
                  {words.example}
                </th>
                <th scope="col" class="target">
                  {words.parameter}
                </th>
                <td class="hashed" />
              </tr>
            </thead>
            <tbody>
              {[...paths].flatMap((path) => {
                const own = indexed.filter(({ parameter }) => parameter.from === path);
                const rows = own.length > 0 ? own : [undefined];
                return rows.map((one, n) => (
                  <tr key={`${path} ${n}`} data-testid="rule-key" data-path={path}>
                    <th scope="row">
                      <label class="check">
                        <input
                          type="checkbox"
                          checked={one !== undefined}
                          onChange={() => editor.toggleKey(path)}
                        />
                        {path}
                      </label>
                    </th>
                    <td class="example dim">{examples.get(path)}</td>
                    {one === undefined ? (
                      <>
                        <td class="target" />
                        <td class="hashed" />
                      </>
                    ) : (
                      <Target editor={editor} {...one} label={words.parameterOf(path)} />
                    )}
                  </tr>
                ));
              })}
              {fixed.map(({ parameter, index }) => (
                <tr key={`fixed ${index}`} data-testid="rule-fixed">
                  <th scope="row" colSpan={2}>
                    <input
                      class="text"
                      aria-label={words.fixedValue}
                      placeholder={words.fixedValue}
                      value={String(parameter.value ?? '')}
                      onInput={(event) =>
                        editor.setParameter(index, { value: event.currentTarget.value })
                      }
                    />
                  </th>
                  <Target
                    editor={editor}
                    parameter={parameter}
                    index={index}
                    label={words.parameterOf(words.fixedValue)}
                  />
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <button
        type="button"
        class="button small"
        data-testid="rule-add-fixed"
        onClick={editor.addFixed}
      >
        <PlusIcon />
        {words.addFixed}
      </button>
    </fieldset>
  );
}

/** The parameter that a key becomes. */
function Target(props: {
  editor: RuleEditor;
  parameter: FormParameter;
  index: number;
  label: string;
}) {
  const { editor, parameter, index, label } = props;
  const { to, hashed, from, value } = parameter;
  const words = t().ruleEditor;
  return (
    <>
      <td class="target">
        <input
          class="text"
          data-testid="rule-target"
          list={PARAMETERS_ID}
          autocomplete="off"
          spellcheck={false}
          aria-label={label}
          placeholder={words.parameterExample}
          // A key that was ticked must not be dropped without a word.
          required={from !== undefined || value !== ''}
          value={to}
          onInput={(event) => editor.setParameter(index, { to: event.currentTarget.value })}
        />
      </td>
      <td class="hashed">
        {from === undefined ? (
          <button
            type="button"
            class="icon-button"
            aria-label={words.removeFixed}
            title={words.removeFixed}
            onClick={() => editor.removeParameter(index)}
          >
            <CloseIcon />
          </button>
        ) : (
          (isOfPerson(to) || hashed) && (
            <label class="check" title={words.hashedTitle}>
              <input
                type="checkbox"
                checked={hashed === true}
                onChange={(event) =>
                  editor.setParameter(index, { hashed: event.currentTarget.checked || undefined })
                }
              />
              {words.hashed}
            </label>
          )
        )}
      </td>
    </>
  );
}
