// Entry of the window: makes the connection and the stores, and shows them. Holds no secret.
import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/noto-sans-sc/index.css';
import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/components.css';
import '../ui/trace.css';
import '../ui/assessed.css';
import '../ui/decoded.css';
import '../ui/form.css';
import './shell.css';
import './gate.css';
import '../signing/signing.css';
import '../screens/wallets/wallets.css';
import '../screens/assess/assess.css';
import '../screens/sign/sign.css';
import '../screens/send/send.css';
import '../screens/history/history.css';
import '../screens/activity/activity.css';
import '../screens/security/security.css';
import '../screens/networks/networks.css';
import '../screens/trusted-environment/trusted.css';
import { createRoot } from 'react-dom/client';
import { nobleEngine } from '../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { BehaviourCollector } from '../behaviour/collector.ts';
import { UnfinishedPayments } from '../screens/send/unfinished.ts';
import { App } from './app.tsx';
import { Authorized } from './authorized.ts';
import { checkedBridge } from './bridge.ts';
import { ContentProtection } from './content-protection.ts';
import { followMenu } from './menu-dialogs.ts';
import { createNetworkServices } from './networks/network-services.ts';
import { applyPreferences, createPreferences, reportLanguage } from './preferences.ts';
import { TeeConnection } from './tee-connection.ts';

const bridge = checkedBridge(window.airaccount);
const tee = new TeeConnection({
  bridge,
  engine: nobleEngine,
  random: randomBytes,
  storage: localStorage,
  builtInTeeMeasurement: __TEE_MEASUREMENT__,
  monotonicNowMs: () => performance.now(),
  wallNowMs: () => Date.now(),
});
const dialogs = followMenu(bridge.on.menuAction, { location: window.location, lock: () => void tee.lock() });
const preferences = createPreferences(localStorage, navigator.languages);
applyPreferences(preferences.getState(), document.documentElement);
reportLanguage(preferences, bridge.app.setLanguage);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <App
    tee={tee}
    authorized={new Authorized(tee)}
    protection={new ContentProtection(bridge.app.protectContent)}
    preferences={preferences}
    dialogs={dialogs}
    services={{
      saveFile: bridge.app.saveFile,
      newCollector: () => new BehaviourCollector(performance.now()),
      networks: createNetworkServices(bridge, localStorage),
      unfinished: new UnfinishedPayments(localStorage),
    }}
  />,
);

tee.start();
window.addEventListener('pagehide', () => void tee.close());
// A page that was loaded again shows no secret, whatever the one before it did.
void bridge.app.protectContent({ on: false }).catch(() => undefined);
