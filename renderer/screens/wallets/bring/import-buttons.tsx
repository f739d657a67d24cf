// What each form of an import ends with, and how it says what became of it.

import { goTo } from '../../../app/routes.ts';
import type { SectionStore } from '../../../app/section.ts';
import { useI18n } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Spinner } from '../../../ui/progress.tsx';
import type { Made } from '../made-card.tsx';

export interface ImportFormProps {
  /** One for all forms: only one of them is sent. */
  readonly run: SectionStore<never>;
  readonly onMade: (made: Made) => void;
}

export function ImportButtons({ isBusy, submit }: { isBusy: boolean; submit: string }) {
  const { m } = useI18n();
  return (
    <div className="registration-buttons">
      <Button isDisabled={isBusy} onPress={() => goTo('wallets')}>
        {m.common.cancel}
      </Button>
      <Button type="submit" weight="primary" isPending={isBusy}>
        {isBusy ? <Spinner /> : null}
        {isBusy ? m.wallets.bring.importing : submit}
      </Button>
    </div>
  );
}
