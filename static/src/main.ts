import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/parts.css";
import "./styles/studio.css";
import "./styles/composer.css";
import "./styles/wall.css";
import "./styles/inspector.css";
import "./styles/edit.css";
import "./styles/large.css";
import "./styles/keys.css";
import "./styles/narrow.css";
import "./styles/pages.css";
import "./styles/access.css";
import "./styles/gallery.css";
import "./styles/backends.css";
import "./styles/themes.css";

import "htmx.org";

import { sayWhatFails } from "./lib/answers";
import { hearKeys } from "./lib/keys";
import { closeMenus } from "./lib/menus";
import { registerSwaps } from "./lib/swaps";

registerSwaps();
sayWhatFails();
closeMenus();
hearKeys();

import "./elements/adjacent/adjacent";
import "./elements/composer/composer";
import "./elements/keys/help";
import "./elements/keys/palette";
import "./elements/edit/edit";
import "./elements/edit/open";
import "./elements/large/large";
import "./elements/live/live";
import "./elements/mask/mask";
import "./elements/small/blur";
import "./elements/small/clock";
import "./elements/small/copy";
import "./elements/small/refresh";
import "./elements/small/theme";
import "./elements/small/time";
import "./elements/small/toast";
import "./elements/tray/tray";
import "./elements/wall/wall";
