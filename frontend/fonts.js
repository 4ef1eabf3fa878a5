// Has the fonts that stand in the sheet before this script read at once. Left alone a browser reads them only when it has laid out what needs them, and
// then the text moves. A sheet that may not be read, as on a disk, is left alone.
self.kbFonts = () => {
  try {
    for (const { type, style } of document.currentScript.previousElementSibling.sheet.cssRules) {
      if (type !== 5) continue;
      const [family, weight, slant, source] = ["font-family", "font-weight", "font-style", "src"].map((name) => style.getPropertyValue(name));
      const bytes = Uint8Array.from(atob(/base64,([^")]+)/.exec(source)[1]), (letter) => letter.charCodeAt(0));
      document.fonts.add(new FontFace(family, bytes, { weight, style: slant }));
    }
  } catch {}
};
kbFonts();
