// Copies a text that is no secret, and says aloud that it did.
import { useEffect, useState } from 'react';
import { Button } from './button.tsx';
import { copyText } from './copy-text.ts';
import { Icon } from './icon.tsx';
import { announce } from './live.tsx';

/** How long the button shows that it is done. */
const SHOWN_MS = 2_000;

export interface CopyButtonProps {
  readonly text: string;
  readonly label: string;
  readonly copied: string;
  readonly notCopied: string;
  /** Shown beside the icon; without it the label is only said. */
  readonly withText?: boolean;
}

export function CopyButton({ text, label, copied, notCopied, withText = false }: CopyButtonProps) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  useEffect(() => {
    if (state === 'idle') return undefined;
    const timer = setTimeout(() => setState('idle'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = (): void => {
    const isDone = copyText(text);
    setState(isDone ? 'copied' : 'failed');
    announce(isDone ? copied : notCopied);
  };
  const icon = state === 'copied' ? 'check' : state === 'failed' ? 'close' : 'copy';
  return (
    <Button small weight={withText ? 'normal' : 'quiet'} onPress={copy} {...(withText ? {} : { label })}>
      <Icon name={icon} />
      {withText ? label : null}
    </Button>
  );
}
