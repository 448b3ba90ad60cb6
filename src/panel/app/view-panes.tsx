import type { ComponentChildren, ComponentType } from 'preact';
import { CompareView } from '../compare/compare-view.tsx';
import { ConsentView } from '../consent/consent-view.tsx';
import { Deduplication } from '../deduplication/deduplication.tsx';
import { Findings } from '../findings/findings.tsx';
import { MappingView } from '../mapping/mapping-view.tsx';
import type { Counts } from '../model/store/store.ts';
import type { View } from '../model/store/view.ts';
import { PlanView } from '../plan/plan-view.tsx';
import { Stream } from '../stream/stream.tsx';
import { t } from '../text/language.ts';
import { TimelineView } from '../timeline/timeline-view.tsx';

/** A count on a view's tab. */
export interface Badge {
  count: number;
  tone: 'bad' | 'warn' | 'mute';
  /** What is counted. */
  label: string;
}

/** How a view stands in the panel. */
export interface ViewPane {
  Pane: ComponentType<{ empty: ComponentChildren }>;
  /** It shows `empty` where there is no entry; else the notice says above it why there is none. */
  hasEmpty: boolean;
  /** The filter bar and the counts stand above it. */
  isFiltered: boolean;
  /** The detail of the selected entry stands beside it. */
  hasDetail: boolean;
  /** One for each thing that is counted, with the number that the strip has for it. */
  badges?(counts: Counts): Badge[];
}

/** Every view; the order of the tabs is that of store/view.ts. */
export const VIEW_PANES: Readonly<Record<View, ViewPane>> = {
  stream: { Pane: Stream, hasEmpty: true, isFiltered: true, hasDetail: true },
  timeline: {
    Pane: TimelineView,
    hasEmpty: true,
    isFiltered: true,
    hasDetail: true,
  },
  mapping: {
    Pane: MappingView,
    hasEmpty: false,
    isFiltered: false,
    hasDetail: false,
  },
  deduplication: {
    Pane: Deduplication,
    hasEmpty: false,
    isFiltered: false,
    hasDetail: false,
    badges: ({ troubles: { unpaired } }) => counted(unpaired, 'warn', t().counts.name.unpaired),
  },
  consent: {
    Pane: ConsentView,
    hasEmpty: true,
    isFiltered: false,
    hasDetail: true,
    badges: ({ troubles: { withoutConsent } }) =>
      counted(withoutConsent, 'bad', t().counts.name['without-consent']),
  },
  findings: {
    Pane: Findings,
    hasEmpty: true,
    isFiltered: false,
    hasDetail: false,
    badges({ summary }) {
      const { error, warning, info } = summary.findings;
      const { name } = t().counts;
      return [
        ...counted(error, 'bad', name.errors),
        ...counted(warning, 'warn', name.warnings),
        ...counted(info, 'mute', name.infos),
      ];
    },
  },
  plan: {
    Pane: PlanView,
    hasEmpty: false,
    isFiltered: false,
    hasDetail: false,
  },
  compare: {
    Pane: CompareView,
    hasEmpty: false,
    isFiltered: false,
    hasDetail: false,
  },
};

/** A badge of what there is; what there is none of has none. */
function counted(count: number, tone: Badge['tone'], name: (count: number) => string): Badge[] {
  return count === 0 ? [] : [{ count, tone, label: name(count) }];
}
