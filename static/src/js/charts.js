// Lets readers explore a chart: plotly takes the place of the server's drawing, which stays if
// anything fails. Loaded as a module; plotly itself only when a chart comes into view.

const OPTIONS = {
  displaylogo: false,
  displayModeBar: false,
  plotlyServerURL: "",
  responsive: true,
  showSendToCloud: false,
};

const script = new URL("plotly-basic.min.js", import.meta.url);
let loading;

function plotly() {
  loading ??= new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = document.body.dataset.plotlyScript || script;
    element.onload = () => resolve(window.Plotly);
    element.onerror = () => reject(new Error("plotly didn't load"));
    document.head.append(element);
  });
  return loading;
}

async function figure(url) {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) {
    throw new Error(`no chart at ${url}`);
  }
  return answer.json();
}

function open(event) {
  const [target] = [event.points[0].customdata].flat();
  if (typeof target === "string" && /^\/(?!\/)/.test(target)) {
    window.location.assign(target);
  }
}

async function draw(chart) {
  const [Plotly, { data, layout }] = await Promise.all([plotly(), figure(chart.dataset.plotlySrc)]);
  const canvas = document.createElement("div");
  canvas.className = "app-chart__plotly";
  // The drawing and its table say the same to those who listen.
  canvas.setAttribute("aria-hidden", "true");
  if (layout.height) {
    canvas.style.height = `${layout.height}px`;
  }
  chart.append(canvas);
  try {
    await Plotly.newPlot(canvas, data, layout, OPTIONS);
  } catch (error) {
    canvas.remove();
    throw error;
  }
  canvas.on("plotly_click", open);
  chart.dataset.plotlyState = "drawn";
}

async function enhance(chart) {
  try {
    await draw(chart);
  } catch {
    chart.dataset.plotlyState = "failed";
  }
}

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries.filter(({ isIntersecting }) => isIntersecting)) {
    seen.unobserve(entry.target);
    enhance(entry.target);
  }
}, { rootMargin: "200px" });

// On a narrow screen the drawing that was made for it says more than a chart squeezed into it.
if (window.matchMedia("(min-width: 641px)").matches) {
  document.querySelectorAll("[data-plotly-src]").forEach((chart) => seen.observe(chart));
}
