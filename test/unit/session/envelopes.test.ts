import { expect, it } from 'vitest';
import { parsePanelRequest } from '../../../src/session/envelopes.ts';

it('takes every number that Chromium draws for a tab', () => {
  for (const tabId of [0, 695_002_870, 2_100_119_343, 2 ** 31 - 1])
    expect(
      parsePanelRequest({
        type: 'attach',
        tabId,
        openedAt: 1,
        have: {},
        layers: [],
        endpoints: [],
      }),
    ).toMatchObject({ tabId });
});
