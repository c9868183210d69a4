import OpenSeadragon from "openseadragon";

import { takesStrokes } from "../../lib/touch";

/** A picture that can be looked into: OpenSeadragon over its 2048 px rendition and, closer, its original. */
export class Deep {
  private readonly viewer: OpenSeadragon.Viewer;

  constructor(private readonly place: HTMLElement) {
    standInForStyle();
    takesStrokes(place);
    this.viewer = OpenSeadragon({
      element: place,
      showNavigationControl: false,
      keyboardNavEnabled: false,
      drawer: "canvas",
      animationTime: 0.3,
      springStiffness: 10,
      maxZoomPixelRatio: 6,
      minZoomImageRatio: 1,
      visibilityRatio: 1,
      constrainDuringPan: true,
      gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
      gestureSettingsTouch: { clickToZoom: false, dblClickToZoom: true, flickEnabled: true },
      immediateRender: true,
    });
    // Focus stays with the frame around it, which names the picture and knows the keys.
    this.viewer.canvas.tabIndex = -1;
    this.viewer.addHandler("tile-drawn", () => {
      this.place.toggleAttribute("data-js-drawn", true);
    });
  }

  show(large: string, original: string, width: number, height: number): void {
    this.clear();
    const scale = Math.min(1, 2048 / width);
    const levels = [{ url: large, width: Math.round(width * scale), height: Math.round(height * scale) }];
    if (scale < 1) levels.push({ url: original, width, height });
    this.viewer.open({ tileSource: { type: "legacy-image-pyramid", levels } });
  }

  clear(): void {
    this.place.toggleAttribute("data-js-drawn", false);
    this.viewer.close();
  }

  get isZoomed(): boolean {
    const { viewport } = this.viewer;
    return this.viewer.isOpen() && viewport.getZoom(true) > viewport.getHomeZoom() * 1.02;
  }

  zoom(factor: number): void {
    if (this.viewer.isOpen()) this.viewer.viewport.zoomBy(factor).applyConstraints();
  }

  fit(): void {
    if (this.viewer.isOpen()) this.viewer.viewport.goHome();
  }

  /** One pixel of the picture on one of the screen. */
  pixels(): void {
    if (!this.viewer.isOpen()) return;
    const { viewport } = this.viewer;
    viewport.zoomTo(viewport.imageToViewportZoom(1 / devicePixelRatio)).applyConstraints();
  }

  leave(): void {
    this.viewer.destroy();
  }
}

/** OpenSeadragon adds a <style> unless it finds its own, and our policy lets nobody add one. An element of no
 *  namespace is found as well, and styles nothing. */
function standInForStyle(): void {
  const name = "data-openseadragon-mobile-css";
  if (document.querySelector(`style[${name}]`)) return;
  const stand = document.createElementNS(null, "style");
  stand.setAttribute(name, "");
  document.head.append(stand);
}
