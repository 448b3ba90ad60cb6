import { t } from '../text/language.ts';
import { SessionDiffPart } from './session-diff.tsx';
import { WhatIfPart } from './what-if-part.tsx';

/** The session on screen, held against an earlier recording, and against what could have been. */
export function CompareView() {
  return (
    <section class="compare-view" id="view-compare" aria-label={t().compareView.title}>
      <SessionDiffPart />
      <WhatIfPart />
    </section>
  );
}
