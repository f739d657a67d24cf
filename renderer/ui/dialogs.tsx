// Windows over the window: a question that must be answered, and a panel at the side.
import type { ReactNode } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useI18n } from '../i18n/use-i18n.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { ReturnFocus } from './return-focus.tsx';

export interface ConfirmDialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  readonly confirm: string;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
  readonly isConfirmDisabled?: boolean;
  readonly children: ReactNode;
}

/** Cancel comes first and has the focus: what is asked here cannot be undone. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { m } = useI18n();
  return (
    <ModalOverlay
      className="overlay"
      isOpen={props.isOpen}
      onOpenChange={(isOpen) => (isOpen ? undefined : props.onCancel())}
    >
      <Modal className="modal">
        <Dialog className="dialog" role="alertdialog">
          <ReturnFocus />
          <Heading slot="title" level={2}>
            {props.title}
          </Heading>
          <div className="stack">{props.children}</div>
          <div className="dialog-actions">
            <Button onPress={props.onCancel}>{m.common.cancel}</Button>
            <Button weight="danger" isDisabled={props.isConfirmDisabled ?? false} onPress={props.onConfirm}>
              {props.confirm}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

export interface SidePanelProps {
  readonly isOpen: boolean;
  readonly title: string;
  readonly lead: string | undefined;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function SidePanel({ isOpen, title, lead, onClose, children }: SidePanelProps) {
  const { m } = useI18n();
  return (
    <ModalOverlay
      className="overlay overlay-side"
      isOpen={isOpen}
      isDismissable
      onOpenChange={(open) => (open ? undefined : onClose())}
    >
      <Modal className="modal modal-side">
        <Dialog className="dialog">
          <ReturnFocus />
          <div className="panel-head">
            <div>
              <Heading slot="title" level={2}>
                {title}
              </Heading>
              {lead === undefined ? null : <p className="card-lead">{lead}</p>}
            </div>
            <Button weight="quiet" label={m.common.close} onPress={onClose}>
              <Icon name="close" />
            </Button>
          </div>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

export interface InfoDialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Something to read and close. */
export function InfoDialog({ isOpen, title, onClose, children }: InfoDialogProps) {
  const { m } = useI18n();
  return (
    <ModalOverlay
      className="overlay"
      isOpen={isOpen}
      isDismissable
      onOpenChange={(open) => (open ? undefined : onClose())}
    >
      <Modal className="modal">
        <Dialog className="dialog">
          <ReturnFocus />
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          <div className="stack">{children}</div>
          <div className="dialog-actions">
            <Button onPress={onClose}>{m.common.close}</Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
