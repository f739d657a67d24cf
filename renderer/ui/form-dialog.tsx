// A form over the window. It stays open while what it asked for is under way, so that nothing typed is lost when
// that fails or is cancelled.
import type { ReactNode } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useI18n } from '../i18n/use-i18n.ts';
import { Button } from './button.tsx';
import { Spinner } from './progress.tsx';
import { ReturnFocus } from './return-focus.tsx';

export interface FormDialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  readonly lead?: string | undefined;
  readonly submit: string;
  readonly onSubmit: () => void;
  readonly onCancel: () => void;
  readonly isPending?: boolean;
  /** Cancelling gives up what is under way. */
  readonly isCancellable?: boolean;
  readonly isSubmitDisabled?: boolean;
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

export function FormDialog(props: FormDialogProps) {
  const { isPending = false, isCancellable = !isPending } = props;
  return (
    <ModalOverlay
      className="overlay"
      isOpen={props.isOpen}
      onOpenChange={(isOpen) => (isOpen || !isCancellable ? undefined : props.onCancel())}
    >
      <Modal className={props.isWide ? 'modal modal-wide' : 'modal'}>
        <Dialog className="dialog">
          <ReturnFocus />
          <FormContent {...props} isPending={isPending} isCancellable={isCancellable} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function FormContent(props: FormDialogProps) {
  const { m } = useI18n();
  const { isPending = false, isCancellable = true, isSubmitDisabled = false } = props;
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        // Through the window's tree it would also send a form that this one is opened from.
        event.stopPropagation();
        if (isPending || isSubmitDisabled) return;
        props.onSubmit();
        showSlip(event.currentTarget);
      }}
    >
      <div>
        <Heading slot="title" level={2}>
          {props.title}
        </Heading>
        {props.lead === undefined ? null : <p className="card-lead">{props.lead}</p>}
      </div>
      {props.children}
      <div className="dialog-actions">
        <Button isDisabled={!isCancellable} onPress={props.onCancel}>
          {m.common.cancel}
        </Button>
        <Button type="submit" weight="primary" isPending={isPending} isDisabled={isSubmitDisabled}>
          {isPending ? <Spinner /> : null}
          {props.submit}
        </Button>
      </div>
    </form>
  );
}

/** The keyboard goes to the first field that is not right, which may be out of sight; once it is known. */
function showSlip(form: HTMLFormElement): void {
  requestAnimationFrame(() =>
    form.querySelector<HTMLElement>('[data-invalid] :is(input, textarea)')?.focus(),
  );
}
