import { describe, expect, test } from 'vitest';
import { type Unfinished, UnfinishedPayments } from '../../../../../renderer/screens/send/unfinished.ts';
import { walletIdSchema } from '../../../../../tee-sim/protocol/bindings.ts';
import { operationIdSchema } from '../../../../../tee-sim/protocol/schema.ts';
import { MemoryStorage } from '../../fixture.ts';

const KEY = 'airaccount.unfinished-payments';
const PAYMENT: Unfinished = {
  userId: 'ada',
  walletId: walletIdSchema.parse(`${'w'.repeat(21)}A`),
  chainId: 31_337,
  reservationId: 'r'.repeat(22),
};

describe('unfinished payments', () => {
  test('are there again in a window that was loaded anew, by their reservation', () => {
    const storage = new MemoryStorage();
    const operationId = operationIdSchema.parse(`${'o'.repeat(21)}A`);
    new UnfinishedPayments(storage).put(PAYMENT);
    new UnfinishedPayments(storage).put({ ...PAYMENT, operationId });
    expect(new UnfinishedPayments(storage).all()).toEqual([{ ...PAYMENT, operationId }]);
    new UnfinishedPayments(storage).drop(PAYMENT);
    expect(new UnfinishedPayments(storage).all()).toEqual([]);
  });

  test.each(['{', '"x"', '{}', '[{"userId":1}]', `[{"userId":"${'x'.repeat(65)}"}]`])(
    'that cannot be read, %s, are left out',
    (kept) => {
      const storage = new MemoryStorage();
      storage.setItem(KEY, kept);
      const unfinished = new UnfinishedPayments(storage);
      expect(unfinished.all()).toEqual([]);
      unfinished.put(PAYMENT);
      expect(unfinished.all()).toEqual([PAYMENT]);
    },
  );

  test('that cannot be kept stop nothing', () => {
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new Error('quota');
      },
    };
    const unfinished = new UnfinishedPayments(full);
    expect(() => unfinished.put(PAYMENT)).not.toThrow();
  });
});
