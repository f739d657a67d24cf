// Connects a form's events to the collector. Secret fields (password inputs, `data-secret`) are not looked at.
import type { BehaviourCollector, FieldName } from './collector.ts';

/** Listens below `form` until the returned function is called. Fields say who they are by their `name`. */
export function observeForm(form: HTMLElement, collector: BehaviourCollector): () => void {
  const ended = new AbortController();
  const options = { signal: ended.signal, passive: true, capture: true };
  form.addEventListener(
    'keydown',
    (event) => {
      if (!isSecret(event.target)) collector.keyDown(fieldOf(event.target), event);
    },
    options,
  );
  form.addEventListener('keyup', (event) => collector.keyUp(event), options);
  let replaced: EventTarget | null = null;
  form.addEventListener(
    'beforeinput',
    ({ target }) => {
      replaced = isField(target) && isAllSelected(target) ? target : null;
    },
    options,
  );
  form.addEventListener(
    'input',
    (event) => {
      const replacesAll = replaced !== null && replaced === event.target;
      replaced = null;
      if (isSecret(event.target) || !isField(event.target)) return;
      const { isTrusted, timeStamp } = event;
      const about = event instanceof InputEvent ? event : undefined;
      collector.input(
        fieldOf(event.target),
        {
          isTrusted,
          inputType: about?.inputType ?? '',
          insertedLength: about?.data?.length ?? 0,
          isComposing: about?.isComposing ?? false,
          replacesAll,
          valueLength: event.target.value.length,
        },
        timeStamp,
      );
    },
    options,
  );
  form.addEventListener(
    'pointermove',
    ({ clientX, clientY, timeStamp }) => collector.pointerMove({ x: clientX, y: clientY, timeStamp }),
    options,
  );
  form.addEventListener('pointerdown', () => collector.pointerDown(), options);
  // Not while capturing: that would hear every field lose the focus.
  window.addEventListener('blur', () => collector.focusLost(), { signal: ended.signal });
  return () => ended.abort();
}

function isField(target: EventTarget | null): target is HTMLInputElement | HTMLTextAreaElement {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

/** Also of an empty field: what comes into it replaces nothing. */
function isAllSelected({
  selectionStart,
  selectionEnd,
  value,
}: HTMLInputElement | HTMLTextAreaElement): boolean {
  return selectionStart === 0 && selectionEnd === value.length;
}

function isSecret(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (isField(target) && target.type === 'password') || target.closest('[data-secret]') !== null;
}

function fieldOf(target: EventTarget | null): FieldName {
  const name = isField(target) ? target.name : '';
  return name === 'recipient' || name === 'amount' ? name : 'other';
}
