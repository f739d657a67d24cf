// How far something is, with its numbers.
import { Label } from 'react-aria-components/Label';
import { ProgressBar } from 'react-aria-components/ProgressBar';

export interface ProgressProps {
  readonly label: string;
  readonly text: string;
  readonly value: number;
  readonly max: number;
}

export function Progress({ label, text, value, max }: ProgressProps) {
  return (
    <ProgressBar className="progress" value={value} maxValue={Math.max(1, max)} valueLabel={text}>
      {({ percentage }) => (
        <>
          <div className="progress-head">
            <Label className="visually-hidden">{label}</Label>
            <span className="tabular">{text}</span>
          </div>
          <div className="progress-track">
            <div className="progress-fill" style={{ width: `${percentage ?? 0}%` }} />
          </div>
        </>
      )}
    </ProgressBar>
  );
}

export function Spinner() {
  return <span className="spinner" aria-hidden="true" />;
}
