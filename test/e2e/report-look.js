// Runs in the page, and gives what is wrong with it, each with a few words of the place.
(() => {
  const all = [...document.querySelectorAll('body *')];
  const shown = all.filter((each) => each.checkVisibility({ contentVisibilityAuto: true }));
  const seen = new Set(shown);
  const texts = textsOf(shown);
  const scrolling = (each) => each.closest('.scroll') !== null;
  return {
    wide: shown.filter((each) => !scrolling(each) && !each.closest('svg') && isWide(each)).map(place),
    // Boxes that scroll to the side.
    scrolling: [...document.querySelectorAll('.scroll')]
      .filter((each) => each.scrollWidth > each.clientWidth)
      .map((each) => each.getAttribute('aria-label')),
    faint: texts.filter(({ ratio }) => ratio < 4.5),
    texts: texts.length,
    headings: [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(({ tagName }) =>
      Number(tagName[1]),
    ),
    unnamed: [...document.querySelectorAll('svg')]
      .filter((each) => each.getAttribute('aria-hidden') !== 'true')
      .filter((each) => each.getAttribute('role') !== 'img' || !each.getAttribute('aria-label'))
      .map(place),
    drawings: document.querySelectorAll('svg[role=img]').length,
    active: all.filter(isActive).map(place),
    styles: document.querySelectorAll('style, link, [style]').length,
    // On paper nobody follows a link, scrolls, or unfolds the long form of what stands there in short.
    hidden: all
      .filter((each) => each.textContent.trim() !== '' && !seen.has(each))
      .filter((each) => each.closest('nav, .wider, details details, svg title') === null)
      .map(place),
  };

  function isWide(each) {
    if (each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1) return true;
    return each.getBoundingClientRect().right > document.documentElement.clientWidth + 1;
  }

  function isActive(each) {
    const runs = ['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'IMG', 'FORM', 'LINK', 'BASE'].includes(
      each.tagName,
    );
    const leads = each.hasAttribute('href') && !each.getAttribute('href').startsWith('#');
    return runs || leads || each.getAttributeNames().some((name) => name.startsWith('on'));
  }

  /** Every piece of text, the names of cells as well, with its contrast to what lies behind it. */
  function textsOf(elements) {
    return elements.flatMap((each) => {
      const own = [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
      const before = getComputedStyle(each, '::before');
      const style = getComputedStyle(each);
      const colour = each.closest('svg') === null ? style.color : style.fill;
      return [
        ...(own ? [{ text: place(each), ratio: worst(colour, each) }] : []),
        ...(before.content === 'none'
          ? []
          : [{ text: `before ${place(each)}`, ratio: worst(before.color, each) }]),
      ];
    });
  }

  function worst(colour, each) {
    return Math.min(...grounds(each).map((ground) => contrast(rgb(colour), rgb(ground))));
  }

  /** In a drawing: the paper, and every other row's band. */
  function grounds(each) {
    const svg = each.closest('svg');
    if (svg !== null) {
      const band = svg.querySelector('.band');
      return [...grounds(svg.parentElement), ...(band === null ? [] : [getComputedStyle(band).fill])];
    }
    for (let one = each; one !== null; one = one.parentElement) {
      const { backgroundColor } = getComputedStyle(one);
      if (backgroundColor !== 'rgba(0, 0, 0, 0)') return [backgroundColor];
    }
    return ['rgb(255, 255, 255)'];
  }

  function rgb(colour) {
    const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
    if (alpha !== 1) throw new Error(`not reckoned with: ${colour}`);
    return [red, green, blue];
  }

  function contrast(a, b) {
    const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  }

  function luminance(parts) {
    const [red, green, blue] = parts
      .map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function place(each) {
    return `${each.tagName.toLowerCase()}.${each.getAttribute('class') ?? ''} ${each.textContent.trim().slice(0, 40)}`;
  }
})();
