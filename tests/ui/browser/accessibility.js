() => {
  // Of the app's own components: what can be acted on and has no name, and texts too faint for WCAG 2.2 AA (1.4.3).
  const every = root => [...root.querySelectorAll('*')].flatMap(n => [n, ...(n.shadowRoot ? every(n.shadowRoot) : [])]);
  const hosts = [...document.querySelectorAll('.stBidiComponent *')].filter(n => n.shadowRoot);
  const ours = hosts.flatMap(host => every(host.shadowRoot));
  const seen = n => n.checkVisibility({ opacityProperty: true, visibilityProperty: true });

  const labels = n => [...(n.labels ?? [])].map(label => label.textContent).join('');
  const named = n => n.getAttribute('aria-label') || n.textContent.trim() || labels(n);
  const acts = ours.filter(n => n.matches('a, button, input, select, textarea, summary') && seen(n));

  const up = n => n.parentElement ?? n.getRootNode().host;
  const dot = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = colour => {
    dot.clearRect(0, 0, 1, 1);
    dot.fillStyle = colour;
    dot.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = dot.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const linear = v => (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const ground = n => {
    for (; n; n = up(n)) {
      const colour = rgba(getComputedStyle(n).backgroundColor);
      if (colour[3] > 0.9) return colour;
    }
    return [255, 255, 255, 1];
  };
  const opacity = n => {
    let whole = 1;
    for (; n; n = up(n)) whole *= Number(getComputedStyle(n).opacity);
    return whole;
  };
  const contrast = n => {
    const back = ground(n), share = opacity(n);
    const ink = rgba(getComputedStyle(n).color).map((v, i) => v * share + back[i] * (1 - share));
    const [more, less] = [light(ink), light(back)].sort((a, b) => b - a);
    return (more + 0.05) / (less + 0.05);
  };
  const tells = n => [...n.childNodes].some(child => child.nodeType === Node.TEXT_NODE && child.data.trim());
  const texts = ours.filter(n => !n.matches(':disabled, option') && seen(n) && tells(n));
  const enough = n => (parseFloat(getComputedStyle(n).fontSize) >= 24 ? 3 : 4.5);
  return {
    nameless: acts.filter(n => !named(n)).map(n => n.outerHTML),
    faint: texts.filter(n => contrast(n) < enough(n)).map(n => `${n.className}: ${n.textContent.slice(0, 40)}`),
  };
}
