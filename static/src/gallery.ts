// The gallery's pages. They are whole without this: it adds light or dark, copying, times of here, and keys.

import { commands, hearKeys } from "./lib/keys";
import { closeMenus } from "./lib/menus";

closeMenus();
hearKeys();
commands.register({
  id: "search",
  group: "Everywhere",
  title: "Search the gallery",
  keys: ["/"],
  run: () => document.querySelector<HTMLInputElement>("#find")?.select(),
});

import "./elements/keys/help";
import "./elements/keys/palette";
import "./elements/small/copy";
import "./elements/small/theme";
import "./elements/small/time";
