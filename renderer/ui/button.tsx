// Buttons: one shape, four weights.
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';

export interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress?: () => void;
  readonly onFocus?: () => void;
  readonly weight?: 'normal' | 'primary' | 'danger' | 'quiet';
  readonly small?: boolean;
  readonly type?: 'button' | 'submit';
  readonly isDisabled?: boolean;
  /** Something is under way: cannot be pressed, but keeps the focus. */
  readonly isPending?: boolean;
  /** Where it comes to stand in the place of what had the focus. */
  readonly autoFocus?: boolean;
  /** Where the label is not in words, e.g. an icon alone. */
  readonly label?: string;
  /** The id of what says more about it. */
  readonly describedBy?: string;
}

export function Button({
  children,
  weight = 'normal',
  small = false,
  label,
  describedBy,
  ...rest
}: ButtonProps) {
  const classes = ['button', `button-${weight}`, small ? 'button-small' : '', label ? 'button-icon' : ''];
  return (
    <AriaButton
      {...rest}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
      className={classes.filter(Boolean).join(' ')}
    >
      {children}
    </AriaButton>
  );
}
