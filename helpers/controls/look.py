"""The look of the controls: style sheets in colours that follow light and dark themes."""

CSS = """<style>
.course-control{--course-fg:var(--jp-ui-font-color1,var(--md-default-fg-color,#1f2328));
--course-soft:var(--jp-ui-font-color2,var(--md-default-fg-color--light,#57606a));
--course-line:var(--jp-border-color2,var(--md-default-fg-color--lightest,#d0d7de));
--course-bg:var(--jp-layout-color1,var(--md-default-bg-color,#fff));
--course-panel:var(--jp-layout-color2,var(--md-code-bg-color,#f3f5f7));
--course-accent:var(--jp-brand-color1,#1769aa);--course-good:var(--jp-success-color1,#2e7d32);
--course-warn:var(--jp-warn-color1,#b35900);--course-bad:var(--jp-error-color1,#c62828);
--course-mono:var(--jp-code-font-family,ui-monospace,Menlo,Consolas,monospace);
color:var(--course-fg);border:1px solid var(--course-line);border-radius:8px;
padding:12px 14px;max-width:860px;box-sizing:border-box;font-size:13px;line-height:1.5}
.course-control .widget-html,.course-control .widget-html-content{height:auto;line-height:1.5}
.course-control button:focus-visible,.course-control input:focus-visible,
.course-control select:focus-visible{outline:2px solid var(--course-accent);outline-offset:1px}
.course-control .jupyter-button{border-radius:5px}
.course-control .jupyter-button:disabled{opacity:.45}
.course-title{font-weight:600;font-size:15px}
.course-soft{color:var(--course-soft)}
.course-press{font-family:var(--course-mono);font-size:12px;background:var(--course-panel);
border-radius:5px;padding:5px 9px;min-height:1.5em;overflow-wrap:anywhere}
.course-press .course-soft{margin-left:1.2em}
.course-status{min-height:1.5em}
.course-status.course-bad{border-left:3px solid var(--course-bad);padding-left:8px}
.course-status.course-good{border-left:3px solid var(--course-good);padding-left:8px}
.course-control pre.course-log{font-family:var(--course-mono);font-size:12px;white-space:pre-wrap;
overflow:auto;max-height:190px;background:var(--course-panel);border-radius:5px;
padding:6px 9px;margin:0;overflow-wrap:anywhere;color:inherit}
.course-control pre.course-tall{max-height:340px;min-height:90px;white-space:pre;
overflow-wrap:normal}
.course-table{border-collapse:collapse;font-size:12.5px;width:100%}
.course-table th,.course-table td{text-align:left;padding:3px 12px 3px 0;
border-bottom:1px solid var(--course-line);vertical-align:top}
.course-table th{font-weight:600;color:var(--course-soft)}
.course-table td{font-family:var(--course-mono)}
</style>"""

LIVE_CSS = """<style>
.course-control .jupyter-widgets select:not([size]){appearance:auto;background-image:none}
.course-control .widget-html-content{word-break:keep-all;overflow-wrap:break-word}
</style>"""
"""What only a control with a kernel has: the arrow of a list in the colour of its text, whole words
of Korean on a line."""
