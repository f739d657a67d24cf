// One calm line on every screen about a payment that was signed, and not sent or perhaps not sent. Silent where its
// state is shown anyway, after somebody put it away, and for everybody whom it does not concern.
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { decodedSentence } from '../../i18n/decoded-sentence.ts';
import { type I18n, useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { announce } from '../../ui/live.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useServedUser } from '../role.ts';
import { type Route, routeAddress } from '../routes.ts';
import { useAccount, useConnection, useTee } from '../tee-context.ts';
import { useKnownNetworks } from './network-services.ts';
import { useSent } from './sent-before.ts';
import { fateOf, findUnsettled, type LeftPayment, type Unsettled, waitingOf } from './unsettled.ts';

/** The part of what the Send screen keeps. */
export interface LeftPayments {
  all(): readonly (Omit<LeftPayment, 'operationId'> & {
    readonly userId: string;
    readonly operationId?: LeftPayment['operationId'] | undefined;
  })[];
}

export interface UnsettledNoticeProps {
  readonly unfinished: LeftPayments;
  readonly route: Route;
  /** The line goes, and the keyboard with it. */
  readonly onPutAway: () => void;
}

export function UnsettledNotice({ unfinished, route, onPutAway }: UnsettledNoticeProps) {
  const i18n = useI18n();
  const { m } = i18n;
  const [putAway, setPutAway] = useState<ReadonlySet<string>>(new Set());
  const waiting = useWaiting(unfinished, route).filter(({ key }) => !putAway.has(key));
  const [first, ...others] = waiting;
  const text = first === undefined ? undefined : textOf(i18n, first, others.length);
  useEffect(() => {
    if (text !== undefined) announce(text);
  }, [text]);
  if (first === undefined) return null;
  const texts = m.transactions.unsettled;
  return (
    <section className="unsettled" aria-label={texts.label}>
      <Notice
        kind="info"
        actions={
          <>
            <a className="button button-small" href={addressOf(first)}>
              {first.left === undefined ? texts.openHistory : texts.openSend}
            </a>
            <Button
              small
              weight="quiet"
              onPress={() => {
                setPutAway(new Set([...putAway, ...waiting.map(({ key }) => key)]));
                onPutAway();
              }}
            >
              {texts.putAway}
            </Button>
          </>
        }
      >
        <p>{text}</p>
      </Notice>
    </section>
  );
}

interface Found {
  readonly userId: string;
  readonly all: readonly Unsettled[];
}

/** What there is to tell now, on this screen. */
function useWaiting(unfinished: LeftPayments, route: Route): readonly Unsettled[] {
  const userId = useServedUser();
  const found = useFound(unfinished);
  const { transactions } = useKnownNetworks();
  const { byHash, onScreen } = useStore(transactions);
  if (found === undefined || found.userId !== userId) return [];
  const kept = new Set(unfinished.all().map(({ reservationId }) => reservationId));
  return found.all.flatMap((each) => {
    if (each.left !== undefined) {
      const isLeft = kept.has(each.left.reservationId) && byHash[each.key] === undefined;
      return isLeft && route !== 'send' ? [each] : [];
    }
    const fate = fateOf(byHash[each.key]);
    return fate === undefined || (onScreen[each.key] ?? 0) > 0 ? [] : [{ ...each, fate }];
  });
}

/** Looked for when somebody is served, and when there is another in the journal. */
function useFound(unfinished: LeftPayments): Found | undefined {
  const tee = useTee();
  const { state } = useConnection();
  const user = useAccount()?.user;
  const userId = useServedUser();
  const sent = useSent();
  const [found, setFound] = useState<Found>();
  const isServed = state === 'connected' && userId !== undefined;
  // Of now: what is begun from here on is told on the Send screen, while it goes on.
  const left = useMemo(() => (isServed ? leftBy(unfinished, userId) : []), [unfinished, isServed, userId]);
  const hashes = waitingOf(sent)
    .map(({ hash }) => hash)
    .join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: again for other payments, not for each news of them
  useEffect(() => {
    if (!isServed || user === undefined || !sent.isLoaded) return;
    let isWanted = true;
    findUnsettled({ tee, user, sent }, left).then(
      (all) => isWanted && setFound({ userId, all }),
      // The TEE is not there, or says no: nothing is claimed, and it is asked again when it is back.
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [tee, isServed, userId, left, sent.isLoaded, hashes]);
  return found;
}

function leftBy(unfinished: LeftPayments, userId: string): readonly LeftPayment[] {
  return unfinished.all().flatMap((each) => {
    const { operationId, reservationId, walletId } = each;
    return each.userId === userId && operationId !== undefined
      ? [{ operationId, reservationId, walletId }]
      : [];
  });
}

function textOf({ m, format }: I18n, { fate, summary }: Unsettled, others: number): string {
  const texts = m.transactions.unsettled;
  const text =
    summary === undefined
      ? texts.nameless[fate]
      : texts[fate](decodedSentence({ m, format, known: summary.known }, summary.decoded));
  return others === 0 ? text : m.common.sentences(text, texts.more(others, format.integer(others)));
}

function addressOf({ left, walletId, summary }: Unsettled): string {
  if (left !== undefined) return routeAddress('send');
  return routeAddress('history', { wallet: walletId, number: summary?.number.toString() });
}
