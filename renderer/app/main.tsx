// Entry of the window: makes the connection and the stores, and shows them. Holds no secret.
import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/noto-sans-sc/index.css';
import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/components.css';
import './shell.css';
import '../screens/assess/assess.css';
import '../screens/activity/activity.css';
import '../screens/trusted-environment/trusted.css';
import { createRoot } from 'react-dom/client';
import { nobleEngine } from '../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { BehaviourCollector } from '../behaviour/collector.ts';
import { createActivityStore } from '../screens/activity/activity-store.ts';
import { createAssessStore } from '../screens/assess/assess-store.ts';
import { createTrustedStore } from '../screens/trusted-environment/trusted-store.ts';
import { App } from './app.tsx';
import { checkedBridge } from './bridge.ts';
import { followMenu } from './menu-dialogs.ts';
import { applyPreferences, createPreferences, reportLanguage } from './preferences.ts';
import { TeeConnection } from './tee-connection.ts';

const bridge = checkedBridge(window.airaccount);
const dialogs = followMenu(bridge.on.menuAction, window.location);
const tee = new TeeConnection({
  bridge,
  engine: nobleEngine,
  random: randomBytes,
  storage: localStorage,
  builtInTeeMeasurement: __TEE_MEASUREMENT__,
  monotonicNowMs: () => performance.now(),
  wallNowMs: () => Date.now(),
});
const preferences = createPreferences(localStorage, navigator.languages);
applyPreferences(preferences.getState(), document.documentElement);
reportLanguage(preferences, bridge.app.setLanguage);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <App
    tee={tee}
    preferences={preferences}
    dialogs={dialogs}
    saveFile={bridge.app.saveFile}
    collector={new BehaviourCollector(performance.now())}
    assess={createAssessStore()}
    activity={createActivityStore()}
    trusted={createTrustedStore()}
  />,
);

tee.start();
window.addEventListener('pagehide', () => void tee.close());
