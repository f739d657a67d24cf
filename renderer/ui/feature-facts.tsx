// Feature data in words: everything there is, and what was not collected.
import type { Features } from '../../tee-sim/protocol/features.ts';
import type { Format } from '../i18n/format.ts';
import type { Messages } from '../i18n/messages.ts';
import { useI18n } from '../i18n/use-i18n.ts';
import { Fact, Facts } from './facts.tsx';

export function FeatureFacts({ features }: { features: Features }) {
  const { m, format } = useI18n();
  const names = m.assess.features;
  const { entry, typing } = features;
  const missing = <span className="faint">{names.missing}</span>;
  return (
    <Facts>
      <Fact term={names.typing}>{typingText(m, format, features) ?? missing}</Fact>
      <Fact term={names.corrections}>{typing ? format.integer(typing.corrections) : missing}</Fact>
      <Fact term={names.recipientEntry}>{entry ? names.entries[entry.recipient] : missing}</Fact>
      <Fact term={names.amountEntry}>{entry ? names.entries[entry.amount] : missing}</Fact>
      <Fact term={names.pointer}>{pointerText(m, format, features) ?? missing}</Fact>
      <Fact term={names.timing}>{timingText(m, format, features) ?? missing}</Fact>
      <Fact term={names.device}>{deviceText(m, format, features) ?? missing}</Fact>
      <Fact term={names.timeZone}>{timeZoneText(features) ?? missing}</Fact>
      <Fact term={names.localHour}>{features.localHour ?? missing}</Fact>
    </Facts>
  );
}

function typingText({ assess: { features: names } }: Messages, format: Format, { typing }: Features) {
  if (typing === undefined) return undefined;
  if (typing.holdMs.length === 0) return names.typingNone;
  return names.typingValue({
    presses: format.integer(typing.holdMs.length),
    hold: format.duration(median(typing.holdMs)),
    flight: format.duration(median(typing.flightMs)),
  });
}

function pointerText({ assess: { features: names } }: Messages, format: Format, { pointer }: Features) {
  if (pointer === undefined) return undefined;
  if (pointer.moves === 0) return names.pointerNone;
  return names.pointerValue({
    moves: format.integer(pointer.moves),
    efficiency: format.percent(pointer.pathEfficiency),
    speed: format.integer(Math.round(pointer.speedPxPerS)),
  });
}

function timingText({ assess: { features: names } }: Messages, format: Format, { timing }: Features) {
  if (timing === undefined) return undefined;
  return names.timingValue({
    onScreen: format.duration(timing.onScreenMs),
    hesitation: format.duration(timing.hesitationMs),
  });
}

function deviceText({ assess: { features: names } }: Messages, format: Format, { device }: Features) {
  if (device === undefined) return undefined;
  const { platform, cores, locale, screen } = device;
  return names.deviceValue({
    platform,
    locale,
    cores: format.integer(cores),
    screen: `${screen.width} × ${screen.height} @ ${format.decimal(screen.pixelRatio, 2)}×`,
  });
}

/** IANA name, and UTC offset as ISO 8601 writes it. */
function timeZoneText({ timeZone }: Features): string | undefined {
  if (timeZone === undefined) return undefined;
  const { name, offsetMinutes } = timeZone;
  const minutes = Math.abs(offsetMinutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  const sign = offsetMinutes < 0 ? '−' : '+';
  return `${name} (UTC${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)})`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
