// Applies the remembered colour scheme before the page is drawn.
{
  const palette = __md_get("__palette");
  if (palette && palette.color) {
    for (const [key, value] of Object.entries(palette.color)) {
      document.body.setAttribute("data-md-color-" + key, value);
    }
  }
}
