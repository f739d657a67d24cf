// Who is in front of the window, and the way to lock it.
import { useI18n } from '../i18n/use-i18n.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useAccount, useTee } from './tee-context.ts';

export function LockControl() {
  const { m } = useI18n();
  const tee = useTee();
  const user = useAccount()?.user;
  if (user === undefined) return null;
  return (
    <div className="lock-control">
      <span className="lock-name" dir="auto">
        <span className="visually-hidden">{m.account.loggedInAs(user.name)}</span>
        <span aria-hidden="true">{user.name}</span>
      </span>
      <Button small onPress={() => void tee.lock()}>
        <Icon name="lock" />
        {m.account.lock}
      </Button>
    </div>
  );
}
