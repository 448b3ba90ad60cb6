import { describe, expect, it } from 'vitest';
import { readUserData } from '../../../../../src/vendors/meta/user-data/init-data.ts';

describe('user data given to init', () => {
  it('reads the keys that the SDK copies as Meta’s own', () => {
    expect(readUserData({ email: 'ada@shop.example', phone: 4915112345678 })).toMatchObject([
      { key: 'email', fault: undefined },
      { key: 'phone', fault: undefined },
    ]);
  });

  it.each(['constructor', 'toString', 'valueOf', 'hasOwnProperty'])(
    'knows nothing of %s, which every object has',
    (key) => {
      for (const value of [1, 'x', true, [1]])
        expect(readUserData({ [key]: value })).toMatchObject([{ key, value, fault: undefined }]);
    },
  );
});
