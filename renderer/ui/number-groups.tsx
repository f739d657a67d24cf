// A text whose long numbers may break between their groups, and only there: half a group at a line's end reads as
// another number.
import { Fragment } from 'react';

export function NumberGroups({ text }: { text: string }) {
  return text.split(/(?<=\d,)(?=\d{3})/).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have nothing else that tells them apart, and no state
    <Fragment key={index}>
      {index === 0 ? null : <wbr />}
      {part}
    </Fragment>
  ));
}
