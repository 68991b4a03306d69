// Starts the parts of the page and connects it.

import { connect } from "./api.js";
import { startComposer } from "./composer.js";
import { byId, icon } from "./dom.js";
import { startMessages } from "./messages.js";
import { startPicker } from "./picker.js";
import { startSidebar } from "./sidebar.js";
import { watch } from "./store.js";
import { keepFresh } from "./times.js";
import { startTopbar } from "./topbar.js";
import { startWelcome } from "./welcome.js";

byId("slash").append(icon("slash"));
byId("send").append(icon("send"));
byId("to-end").prepend(icon("down"));
watch("focus-text", () => byId("text").focus());
startTopbar();
startSidebar();
startMessages();
startPicker();
startComposer();
startWelcome();
keepFresh();
connect();
