// Hex in groups that people can compare by eye.
import { groupHex } from '../i18n/format.ts';

export function Hex({ value }: { value: string }) {
  return <code className="hex">{groupHex(value)}</code>;
}
