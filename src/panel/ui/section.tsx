import type { ComponentChildren } from 'preact';

/** A part of the detail with its heading. */
export function Section(props: { title: string; children: ComponentChildren; testId?: string }) {
  return (
    <section class="section" aria-label={props.title} data-testid={props.testId}>
      <h3>{props.title}</h3>
      {props.children}
    </section>
  );
}
