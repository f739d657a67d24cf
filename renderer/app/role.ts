// Whom the TEE answers, and whether they own the device: what it would deny is not even asked for.
import { type Account, gateOf } from './account.ts';
import { useAccount } from './tee-context.ts';

export function useIsDeviceOwner(): boolean {
  return useAccount()?.user?.role === 'device-owner';
}

/** Who is logged in, once the program of their window is confirmed: what a screen shows is loaded anew then. */
export function useServedUser(): NonNullable<Account['user']>['userId'] | undefined {
  const account = useAccount();
  return gateOf(account) === 'open' ? account?.user?.userId : undefined;
}
