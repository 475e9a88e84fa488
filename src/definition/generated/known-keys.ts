// Generated from schemas/ by scripts/generate.ts.
export const knownKeys: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  BuildFile: {"#":["name","version","display_name","description","category","tags","metadata","dockerfile","context","target","args","platforms","depends_on","requirements","secrets","resources","test"],"#/properties/resources":["cpu","memory","timeout"],"#/properties/test":["command"]},
  CaskwrightFile: {"#":["registry","images","names","mirrors","args","platforms","include","branches","tags","policy","control","builder","concurrency"],"#/properties/registry":["host","namespace","insecure","ca"],"#/properties/branches":["default","publish"],"#/properties/tags":["latest","push","release"],"#/properties/policy":["bases","untagged_base","unpinned","pins","requirement_options","versions","frontends"],"#/properties/control":["url","method","path","token_env","required"],"#/properties/builder":["kind"]},
};
