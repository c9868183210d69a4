// The gallery's pages. They are whole without this: it adds light or dark, copying, times of here, and keys.

import { hearKeys } from "./lib/keys";
import { closeMenus } from "./lib/menus";

closeMenus();
hearKeys();

import "./elements/keys/help";
import "./elements/keys/palette";
import "./elements/small/copy";
import "./elements/small/theme";
import "./elements/small/time";
