import type { ComponentType } from 'preact';
import { CONSENT_ID, ConsentView } from '../consent/consent-view.tsx';
import { Deduplication } from '../deduplication/deduplication.tsx';
import { Findings } from '../findings/findings.tsx';
import { MAPPING_ID, MappingView } from '../mapping/mapping-view.tsx';
import type { Counts } from '../model/store/store.ts';
import type { View } from '../model/store/view.ts';
import { Stream } from '../stream/stream.tsx';
import { TIMELINE_ID, TimelineView } from '../timeline/timeline-view.tsx';
import { LEDGER_ID, LIST_ID } from './keys.ts';

/** A count on a view's tab. */
export interface Badge {
  count: number;
  tone: 'bad' | 'warn' | 'mute';
}

/** How a view stands in the panel. */
export interface ViewPane {
  label: string;
  Pane: ComponentType;
  /** Id of the element that takes the keys; closing the detail gives it the focus back. */
  focusId?: string;
  /** The filter bar and the counts stand above it. */
  isFiltered: boolean;
  /** The detail of the selected entry stands beside it. */
  hasDetail: boolean;
  badge?(counts: Counts): Badge | undefined;
}

/** Every view; the order of the tabs is that of store/view.ts. */
export const VIEW_PANES: Readonly<Record<View, ViewPane>> = {
  stream: { label: 'Stream', Pane: Stream, focusId: LIST_ID, isFiltered: true, hasDetail: true },
  timeline: {
    label: 'Timeline',
    Pane: TimelineView,
    focusId: TIMELINE_ID,
    isFiltered: true,
    hasDetail: true,
  },
  mapping: {
    label: 'Mapping',
    Pane: MappingView,
    focusId: MAPPING_ID,
    isFiltered: false,
    hasDetail: false,
  },
  deduplication: {
    label: 'Deduplication',
    Pane: Deduplication,
    focusId: LEDGER_ID,
    isFiltered: false,
    hasDetail: false,
    badge({ troubles }) {
      return troubles.unpaired === 0 ? undefined : { count: troubles.unpaired, tone: 'warn' };
    },
  },
  consent: {
    label: 'Consent',
    Pane: ConsentView,
    focusId: CONSENT_ID,
    isFiltered: false,
    hasDetail: true,
    badge({ troubles: { withoutConsent } }) {
      return withoutConsent === 0 ? undefined : { count: withoutConsent, tone: 'bad' };
    },
  },
  findings: {
    label: 'Findings',
    Pane: Findings,
    isFiltered: false,
    hasDetail: false,
    badge({ summary }) {
      const { error, warning, info } = summary.findings;
      const count = error + warning + info;
      if (count === 0) return undefined;
      return { count, tone: error > 0 ? 'bad' : warning > 0 ? 'warn' : 'mute' };
    },
  },
};
