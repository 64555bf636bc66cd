// What every page loads: htmx, and small custom elements around HTML that works without them.
import 'htmx.org';
import './busy.js';
import './dialogs.js';
import './focus.js';
import './forms.js';
import './invokers.js';
import './keys.js';
import './toasts.js';
import './cw-autosubmit.js';
import './cw-combobox.js';
import './cw-draft.js';
import './cw-idle.js';
import './cw-menu.js';
import './cw-passkey.js';
import './cw-selection.js';
import './cw-signature.js';
import './cw-stepper.js';
