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
import { TimelineView } from '../timeline/timeline-view.tsx';

/** A count on a view's tab. */
export interface Badge {
  count: number;
  tone: 'bad' | 'warn' | 'mute';
}

/** How a view stands in the panel. */
export interface ViewPane {
  /** `empty` stands where the view has no entry to show. */
  Pane: ComponentType<{ empty: ComponentChildren }>;
  /** The filter bar and the counts stand above it. */
  isFiltered: boolean;
  /** The detail of the selected entry stands beside it. */
  hasDetail: boolean;
  badge?(counts: Counts): Badge | undefined;
}

/** Every view; the order of the tabs is that of store/view.ts. */
export const VIEW_PANES: Readonly<Record<View, ViewPane>> = {
  stream: { Pane: Stream, isFiltered: true, hasDetail: true },
  timeline: {
    Pane: TimelineView,
    isFiltered: true,
    hasDetail: true,
  },
  mapping: {
    Pane: MappingView,
    isFiltered: false,
    hasDetail: false,
  },
  deduplication: {
    Pane: Deduplication,
    isFiltered: false,
    hasDetail: false,
    badge({ troubles }) {
      return troubles.unpaired === 0 ? undefined : { count: troubles.unpaired, tone: 'warn' };
    },
  },
  consent: {
    Pane: ConsentView,
    isFiltered: false,
    hasDetail: true,
    badge({ troubles: { withoutConsent } }) {
      return withoutConsent === 0 ? undefined : { count: withoutConsent, tone: 'bad' };
    },
  },
  findings: {
    Pane: Findings,
    isFiltered: false,
    hasDetail: false,
    badge({ summary }) {
      const { error, warning, info } = summary.findings;
      // One number of one thing, the one that the strip has in this colour.
      if (error > 0) return { count: error, tone: 'bad' };
      if (warning > 0) return { count: warning, tone: 'warn' };
      return info > 0 ? { count: info, tone: 'mute' } : undefined;
    },
  },
  plan: {
    Pane: PlanView,
    isFiltered: false,
    hasDetail: false,
  },
  compare: {
    Pane: CompareView,
    isFiltered: false,
    hasDetail: false,
  },
};
