/**
 * A CMP made of the IAB's own libraries: cmpapi for `__tcfapi`, core for TC strings. What it adds is
 * version 2.3's vendor.disclosedVendors and Google's Additional Consent, which the library leaves to
 * the CMP. The vendor list is a fake.
 */
import { CmpApi } from '@iabtcf/cmpapi';
import { GVL, TCModel, TCString, type VendorList } from '@iabtcf/core';
import vendorList from './vendor-list.json';

interface TcData {
  tcString?: string;
  addtlConsent?: string;
  vendor?: { disclosedVendors?: Record<string, boolean> };
}
type Next = (data: TcData, isDone: boolean) => void;

const STORED = 'fake-tc-string';
const PURPOSES = [1, 3, 4];
let additional: string | undefined;

const api = new CmpApi(300, 1, true, {
  getTCData(next: Next, data: TcData | boolean, isDone: boolean) {
    if (typeof data !== 'boolean' && data?.tcString) {
      const { vendorsDisclosed } = TCString.decode(data.tcString);
      data.vendor = {
        ...data.vendor,
        disclosedVendors: Object.fromEntries([...vendorsDisclosed].map(([id, on]) => [id, on])),
      };
      if (additional !== undefined) data.addtlConsent = additional;
    }
    next(data as TcData, isDone);
  },
} as never);

function encode(purposes: number[]): string {
  const model = new TCModel(new GVL(vendorList as unknown as VendorList));
  model.cmpId = 300;
  model.cmpVersion = 1;
  model.isServiceSpecific = true;
  model.purposeConsents.set(purposes);
  model.vendorConsents.set(purposes.length > 0 ? [1, 2, 755] : []);
  return TCString.encode(model, { segments: ['core', 'vendorsDisclosed'] as never });
}

const cmp = {
  choose(isGranted: boolean) {
    cmp.set(isGranted ? PURPOSES : []);
  },
  set(purposes: number[], isShown = false) {
    const text = encode(purposes);
    localStorage.setItem(STORED, text);
    api.update(text, isShown);
  },
  /** Google's Additional Consent goes with the next change. */
  addConsent(text: string) {
    additional = text;
  },
  notApplicable: () => api.update(null),
  show: () => api.update(localStorage.getItem(STORED) ?? '', true),
  /** What the library itself reads in the string that is in force. */
  truth() {
    const text = localStorage.getItem(STORED) ?? '';
    if (text === '') return { purposes: [], disclosed: [] };
    const { purposeConsents, vendorsDisclosed } = TCString.decode(text);
    const on = (vector: Iterable<[number, boolean]>) =>
      [...vector].filter(([, isOn]) => isOn).map(([id]) => id);
    return { purposes: on(purposeConsents), disclosed: on(vendorsDisclosed) };
  },
};
Object.assign(window, { cmp });

const stored = localStorage.getItem(STORED);
if (stored === null) api.update('', true);
else api.update(stored);
