// Asks the driver for a fresh TEE process; what it was doing is found out afterwards.
import { useI18n } from '../i18n/use-i18n.ts';
import { Button } from '../ui/button.tsx';
import { useTee } from './tee-context.ts';

export function RestartButton() {
  const { m } = useI18n();
  const tee = useTee();
  return (
    <Button
      small
      onPress={() => {
        // The notice with this button goes away meanwhile; whoever uses the keyboard goes on from the content.
        document.querySelector('main')?.focus();
        void tee.restart();
      }}
    >
      {m.connection.restart}
    </Button>
  );
}
