// The end of a form: the button that sends it, and what that does.
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Spinner } from './progress.tsx';

export interface SubmitRowProps {
  readonly text: string;
  readonly hint: string;
  /** Something is under way. */
  readonly busy: boolean;
  /** There is somebody to send it to. */
  readonly isReady: boolean;
  /** Where it stands in no form. */
  readonly onPress?: () => void;
  /** Further buttons. */
  readonly children?: ReactNode;
}

export function SubmitRow({ text, hint, busy, isReady, onPress, children }: SubmitRowProps) {
  return (
    <div className="submit-row">
      <Button
        {...(onPress === undefined ? { type: 'submit' } : { onPress })}
        weight="primary"
        isPending={busy}
        isDisabled={!busy && !isReady}
      >
        {busy ? <Spinner /> : null}
        {text}
      </Button>
      {children}
      <span className="faint">{hint}</span>
    </div>
  );
}
