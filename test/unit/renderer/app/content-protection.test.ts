import { expect, test, vi } from 'vitest';
import { ContentProtection } from '../../../../renderer/app/content-protection.ts';

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

test('is asked for once, however many want it, and given up with the last of them', async () => {
  const protect = vi.fn(async ({ on }: { on: boolean }) => ({ isProtected: on }));
  const protection = new ContentProtection(protect);
  const first = protection.hold();
  const second = protection.hold();
  await settled();
  expect(protect.mock.calls).toEqual([[{ on: true }]]);
  expect(protection.store.getState().isProtected).toBe(true);
  first();
  first();
  await settled();
  expect(protection.store.getState().isProtected).toBe(true);
  second();
  await settled();
  expect(protect.mock.calls).toEqual([[{ on: true }], [{ on: false }]]);
  expect(protection.store.getState().isProtected).toBeUndefined();
});

test('is said not to be there where the system has none, or cannot be asked', async () => {
  for (const answer of [async () => ({ isProtected: false }), () => Promise.reject(new Error('gone'))]) {
    const protection = new ContentProtection(answer);
    protection.hold();
    await settled();
    expect(protection.store.getState().isProtected).toBe(false);
  }
});

test('an answer that comes after the secret went changes nothing', async () => {
  const answers = [
    Promise.withResolvers<{ isProtected: boolean }>(),
    Promise.withResolvers<{ isProtected: boolean }>(),
  ];
  let asked = 0;
  const protection = new ContentProtection(() => {
    const answer = answers[asked];
    asked += 1;
    return answer?.promise ?? Promise.reject(new Error('asked too often'));
  });
  protection.hold()();
  answers[1]?.resolve({ isProtected: false });
  answers[0]?.resolve({ isProtected: true });
  await settled();
  expect(protection.store.getState().isProtected).toBeUndefined();
});
