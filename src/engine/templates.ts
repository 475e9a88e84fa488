const buildFile = (more = '') => `name: {name}
version: 0.1.0
description: What {name} is for
${more}`;

/**
 * Templates that need nothing of the repository: path → text, in the same form as those of its `templates/`.
 * `template.yaml` says what is asked; everything else becomes a file of the image.
 */
export const builtInTemplates: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  minimal: {
    'template.yaml': `description: A base and nothing else
variables:
  base: { default: "docker.io/library/debian:bookworm-slim", description: The image to stand on }
`,
    'build.yaml': buildFile(),
    Dockerfile: `FROM {base}
LABEL org.opencontainers.image.title="{name}"
`,
  },
  python: {
    'template.yaml': `description: A program in Python, with pinned requirements
variables:
  python_version: { default: "3.12", pattern: "3.[0-9]*", description: Version of Python }
`,
    'build.yaml': buildFile(`requirements: [requirements.txt]
test: { command: ["python", "-c", "import requests"] }
`),
    Dockerfile: `FROM docker.io/library/python:{python_version}-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
CMD ["python", "main.py"]
`,
    'requirements.txt': 'requests==2.32.3\n',
    'main.py': 'print("hello from {name}")\n',
    '.dockerignore': '__pycache__\n*.pyc\n.venv\n',
  },
  node: {
    'template.yaml': `description: A program in JavaScript
variables:
  node_version: { default: "24", pattern: "[1-9]*", description: Version of Node }
`,
    'build.yaml': buildFile('test: { command: ["node", "--check", "main.js"] }\n'),
    Dockerfile: `FROM docker.io/library/node:{node_version}-slim
WORKDIR /app
COPY . .
USER node
CMD ["node", "main.js"]
`,
    'main.js': 'console.log("hello from {name}");\n',
    '.dockerignore': 'node_modules\n',
  },
  jupyter: {
    'template.yaml': `description: An image for JupyterHub
variables:
  python_version: { default: "3.12", pattern: "3.[0-9]*", description: Version of Python }
  gpu_required: { type: boolean, default: false, description: Whether it runs on nodes with a GPU alone }
  cpu_limit: { type: integer, default: 4, description: Processors that a user gets }
  mem_limit: { default: 8G, pattern: "[1-9]*[MG]", description: Memory that a user gets }
`,
    'build.yaml': buildFile(`category: jupyter
tags: [jupyter-compatible]
metadata: { gpu_required: {gpu_required}, cpu_limit: {cpu_limit}, mem_limit: {mem_limit} }
requirements: [requirements.txt]
`),
    Dockerfile: `FROM quay.io/jupyter/minimal-notebook:python-{python_version}
COPY requirements.txt /tmp/requirements.txt
RUN pip install --no-cache-dir -r /tmp/requirements.txt
`,
    'requirements.txt': 'numpy==2.1.1\npandas==2.2.2\n',
  },
};
