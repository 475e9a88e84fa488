const buildFile = (more = '') => `name: {name}
version: 0.1.0
description: What {name} is for
${more}`;

/** Templates that need nothing of the repository: path → text, `{name}` is the image's name. */
export const builtInTemplates: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  minimal: {
    'build.yaml': buildFile(),
    Dockerfile: `FROM docker.io/library/debian:bookworm-slim
LABEL org.opencontainers.image.title="{name}"
`,
  },
  python: {
    'build.yaml': buildFile(`requirements: [requirements.txt]
test: { command: ["python", "-c", "import requests"] }
`),
    Dockerfile: `FROM docker.io/library/python:3.12-slim
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
    'build.yaml': buildFile('test: { command: ["node", "--check", "main.js"] }\n'),
    Dockerfile: `FROM docker.io/library/node:24-slim
WORKDIR /app
COPY . .
USER node
CMD ["node", "main.js"]
`,
    'main.js': 'console.log("hello from {name}");\n',
    '.dockerignore': 'node_modules\n',
  },
  jupyter: {
    'build.yaml': buildFile(`category: jupyter
tags: [jupyter-compatible]
metadata: { gpu_required: false, cpu_limit: 4, mem_limit: 8G }
requirements: [requirements.txt]
`),
    Dockerfile: `FROM quay.io/jupyter/minimal-notebook:python-3.12
COPY requirements.txt /tmp/requirements.txt
RUN pip install --no-cache-dir -r /tmp/requirements.txt
`,
    'requirements.txt': 'numpy==2.1.1\npandas==2.2.2\n',
  },
};
