/** Where a fix is made, for the page of a rule. */
export type System =
  | 'code'
  | 'gtm'
  | 'commanders-act'
  | 'segment'
  | 'shop'
  | 'server'
  | 'consent-tool'
  | 'loyjoy';
