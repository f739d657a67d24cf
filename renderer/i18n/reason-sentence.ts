// One factor of an assessment as a sentence. Values come from the TEE; a missing or odd one must not break it.
import type { Factor } from '../../tee-sim/protocol/assessment.ts';
import type { Format } from './format.ts';
import type { Messages } from './messages.ts';

export function reasonSentence(m: Messages, format: Format, { rule, values }: Factor): string {
  const { rules, parts, rulesAlone } = m.assess;
  if (Object.keys(values).length === 0 && isAlone(rulesAlone, rule)) return rulesAlone[rule];
  const text = (name: string): string => String(values[name] ?? '—');
  const number = (name: string): number => (typeof values[name] === 'number' ? values[name] : 0);
  const milliseconds = (name: string): string => format.duration(number(name));
  switch (rule) {
    case 'amount-above-usual':
      return rules[rule]({
        times: format.decimal(number('times')),
        // Rows from before there were assets name none. Of a token its decimals are not known here.
        ...(['native', '—'].includes(text('asset'))
          ? { median: etherOf(format, text('medianWei')) }
          : { token: text('asset') }),
      });
    case 'machine-like-input':
      return rules[rule]({
        how: knownKey(['no-variance', 'too-fast', 'programmatic', 'system-idle'], text('how')),
      });
    case 'unusual-hour':
      return rules[rule]({ hour: format.hour(number('hour')) });
    case 'time-zone-changed':
      return rules[rule]({ now: text('now'), usual: text('usual') });
    case 'typing-unlike-baseline':
      return rules[rule]({ now: milliseconds('meanMs'), usual: milliseconds('usualMs') });
    case 'burst-of-requests':
      return rules[rule]({
        count: format.integer(number('count')),
        duration: format.duration(number('seconds') * 1_000),
      });
    case 'look-alike-address':
      return rules[rule]({ known: text('known') });
    case 'features-missing':
      return rules[rule]({
        missing: format.list(
          text('missing')
            .split(' ')
            .map((part) => partName(parts, part)),
        ),
      });
    case 'first-payment-to-address':
    case 'recipient-pasted':
    case 'device-changed':
    case 'zero-address':
    case 'token-contract-as-recipient':
    case 'unlimited-approval':
    case 'approval-for-all':
    case 'absurd-fee':
    case 'blind-signature':
      return rules[rule]();
  }
}

/** Whether the rule's sentence wants values: a refusal names rules without them. */
function isAlone<K extends string>(alone: Readonly<Record<K, string>>, rule: string): rule is K {
  return Object.hasOwn(alone, rule);
}

function etherOf(format: Format, wei: string): string {
  return /^\d{1,78}$/.test(wei) ? format.ether(BigInt(wei)) : '—';
}

function partName(parts: Messages['assess']['parts'], part: string): string {
  return Object.hasOwn(parts, part) ? parts[part as keyof typeof parts] : part;
}

function knownKey<K extends string>(known: readonly K[], value: string): K | 'other' {
  return known.find((key) => key === value) ?? 'other';
}
