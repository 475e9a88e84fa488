// Generated from schemas/ by scripts/generate.ts.
"use strict";
export const isBuildFile = validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://caskwright.dev/schemas/build.schema.json","type":"object","properties":{"name":{"type":"string"},"version":{"type":["string","number"]},"display_name":{"type":"string"},"description":{"type":"string"},"category":{"type":"string"},"tags":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"metadata":{"type":"object","additionalProperties":true},"dockerfile":{"type":"string"},"context":{"type":"string"},"target":{"type":"string"},"args":{"type":"object","additionalProperties":{"type":["string","number","boolean"]}},"platforms":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string"}},"depends_on":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"requirements":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"secrets":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"resources":{"type":"object","properties":{"cpu":{"type":"number","exclusiveMinimum":0},"memory":{"type":["string","integer"]},"timeout":{"type":"string"}},"additionalProperties":false},"test":{"type":"object","required":["command"],"properties":{"command":{"type":"array","minItems":1,"items":{"type":"string"}}},"additionalProperties":false}},"additionalProperties":false};
const func1 = Object.prototype.hasOwnProperty;

function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://caskwright.dev/schemas/build.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate20.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func1.call(schema31.properties, key0))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.name !== undefined){
if(typeof data.name !== "string"){
const err1 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.version !== undefined){
let data1 = data.version;
if((typeof data1 !== "string") && (!((typeof data1 == "number") && (isFinite(data1))))){
const err2 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: schema31.properties.version.type},message:"must be string,number"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.display_name !== undefined){
if(typeof data.display_name !== "string"){
const err3 = {instancePath:instancePath+"/display_name",schemaPath:"#/properties/display_name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.description !== undefined){
if(typeof data.description !== "string"){
const err4 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.category !== undefined){
if(typeof data.category !== "string"){
const err5 = {instancePath:instancePath+"/category",schemaPath:"#/properties/category/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.tags !== undefined){
let data5 = data.tags;
if(Array.isArray(data5)){
const len0 = data5.length;
for(let i0=0; i0<len0; i0++){
if(typeof data5[i0] !== "string"){
const err6 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
let i1 = data5.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data5[i1];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err7 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i1+" are identical)"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
break;
}
indices0[item0] = i1;
}
}
}
else {
const err8 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.metadata !== undefined){
let data7 = data.metadata;
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
}
else {
const err9 = {instancePath:instancePath+"/metadata",schemaPath:"#/properties/metadata/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.dockerfile !== undefined){
if(typeof data.dockerfile !== "string"){
const err10 = {instancePath:instancePath+"/dockerfile",schemaPath:"#/properties/dockerfile/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.context !== undefined){
if(typeof data.context !== "string"){
const err11 = {instancePath:instancePath+"/context",schemaPath:"#/properties/context/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.target !== undefined){
if(typeof data.target !== "string"){
const err12 = {instancePath:instancePath+"/target",schemaPath:"#/properties/target/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.args !== undefined){
let data11 = data.args;
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
for(const key1 in data11){
let data12 = data11[key1];
if(((typeof data12 !== "string") && (!((typeof data12 == "number") && (isFinite(data12))))) && (typeof data12 !== "boolean")){
const err13 = {instancePath:instancePath+"/args/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/args/additionalProperties/type",keyword:"type",params:{type: schema31.properties.args.additionalProperties.type},message:"must be string,number,boolean"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
else {
const err14 = {instancePath:instancePath+"/args",schemaPath:"#/properties/args/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.platforms !== undefined){
let data13 = data.platforms;
if(Array.isArray(data13)){
if(data13.length < 1){
const err15 = {instancePath:instancePath+"/platforms",schemaPath:"#/properties/platforms/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
const len1 = data13.length;
for(let i2=0; i2<len1; i2++){
if(typeof data13[i2] !== "string"){
const err16 = {instancePath:instancePath+"/platforms/" + i2,schemaPath:"#/properties/platforms/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
let i3 = data13.length;
let j1;
if(i3 > 1){
const indices1 = {};
for(;i3--;){
let item1 = data13[i3];
if(typeof item1 !== "string"){
continue;
}
if(typeof indices1[item1] == "number"){
j1 = indices1[item1];
const err17 = {instancePath:instancePath+"/platforms",schemaPath:"#/properties/platforms/uniqueItems",keyword:"uniqueItems",params:{i: i3, j: j1},message:"must NOT have duplicate items (items ## "+j1+" and "+i3+" are identical)"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
break;
}
indices1[item1] = i3;
}
}
}
else {
const err18 = {instancePath:instancePath+"/platforms",schemaPath:"#/properties/platforms/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.depends_on !== undefined){
let data15 = data.depends_on;
if(Array.isArray(data15)){
const len2 = data15.length;
for(let i4=0; i4<len2; i4++){
if(typeof data15[i4] !== "string"){
const err19 = {instancePath:instancePath+"/depends_on/" + i4,schemaPath:"#/properties/depends_on/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
let i5 = data15.length;
let j2;
if(i5 > 1){
const indices2 = {};
for(;i5--;){
let item2 = data15[i5];
if(typeof item2 !== "string"){
continue;
}
if(typeof indices2[item2] == "number"){
j2 = indices2[item2];
const err20 = {instancePath:instancePath+"/depends_on",schemaPath:"#/properties/depends_on/uniqueItems",keyword:"uniqueItems",params:{i: i5, j: j2},message:"must NOT have duplicate items (items ## "+j2+" and "+i5+" are identical)"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
break;
}
indices2[item2] = i5;
}
}
}
else {
const err21 = {instancePath:instancePath+"/depends_on",schemaPath:"#/properties/depends_on/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.requirements !== undefined){
let data17 = data.requirements;
if(Array.isArray(data17)){
const len3 = data17.length;
for(let i6=0; i6<len3; i6++){
if(typeof data17[i6] !== "string"){
const err22 = {instancePath:instancePath+"/requirements/" + i6,schemaPath:"#/properties/requirements/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
let i7 = data17.length;
let j3;
if(i7 > 1){
const indices3 = {};
for(;i7--;){
let item3 = data17[i7];
if(typeof item3 !== "string"){
continue;
}
if(typeof indices3[item3] == "number"){
j3 = indices3[item3];
const err23 = {instancePath:instancePath+"/requirements",schemaPath:"#/properties/requirements/uniqueItems",keyword:"uniqueItems",params:{i: i7, j: j3},message:"must NOT have duplicate items (items ## "+j3+" and "+i7+" are identical)"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
break;
}
indices3[item3] = i7;
}
}
}
else {
const err24 = {instancePath:instancePath+"/requirements",schemaPath:"#/properties/requirements/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.secrets !== undefined){
let data19 = data.secrets;
if(Array.isArray(data19)){
const len4 = data19.length;
for(let i8=0; i8<len4; i8++){
if(typeof data19[i8] !== "string"){
const err25 = {instancePath:instancePath+"/secrets/" + i8,schemaPath:"#/properties/secrets/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
let i9 = data19.length;
let j4;
if(i9 > 1){
const indices4 = {};
for(;i9--;){
let item4 = data19[i9];
if(typeof item4 !== "string"){
continue;
}
if(typeof indices4[item4] == "number"){
j4 = indices4[item4];
const err26 = {instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/uniqueItems",keyword:"uniqueItems",params:{i: i9, j: j4},message:"must NOT have duplicate items (items ## "+j4+" and "+i9+" are identical)"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
break;
}
indices4[item4] = i9;
}
}
}
else {
const err27 = {instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data.resources !== undefined){
let data21 = data.resources;
if(data21 && typeof data21 == "object" && !Array.isArray(data21)){
for(const key2 in data21){
if(!(((key2 === "cpu") || (key2 === "memory")) || (key2 === "timeout"))){
const err28 = {instancePath:instancePath+"/resources",schemaPath:"#/properties/resources/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data21.cpu !== undefined){
let data22 = data21.cpu;
if((typeof data22 == "number") && (isFinite(data22))){
if(data22 <= 0 || isNaN(data22)){
const err29 = {instancePath:instancePath+"/resources/cpu",schemaPath:"#/properties/resources/properties/cpu/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
else {
const err30 = {instancePath:instancePath+"/resources/cpu",schemaPath:"#/properties/resources/properties/cpu/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data21.memory !== undefined){
let data23 = data21.memory;
if((typeof data23 !== "string") && (!(((typeof data23 == "number") && (!(data23 % 1) && !isNaN(data23))) && (isFinite(data23))))){
const err31 = {instancePath:instancePath+"/resources/memory",schemaPath:"#/properties/resources/properties/memory/type",keyword:"type",params:{type: schema31.properties.resources.properties.memory.type},message:"must be string,integer"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data21.timeout !== undefined){
if(typeof data21.timeout !== "string"){
const err32 = {instancePath:instancePath+"/resources/timeout",schemaPath:"#/properties/resources/properties/timeout/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
}
else {
const err33 = {instancePath:instancePath+"/resources",schemaPath:"#/properties/resources/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data.test !== undefined){
let data25 = data.test;
if(data25 && typeof data25 == "object" && !Array.isArray(data25)){
if(data25.command === undefined){
const err34 = {instancePath:instancePath+"/test",schemaPath:"#/properties/test/required",keyword:"required",params:{missingProperty: "command"},message:"must have required property '"+"command"+"'"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
for(const key3 in data25){
if(!(key3 === "command")){
const err35 = {instancePath:instancePath+"/test",schemaPath:"#/properties/test/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data25.command !== undefined){
let data26 = data25.command;
if(Array.isArray(data26)){
if(data26.length < 1){
const err36 = {instancePath:instancePath+"/test/command",schemaPath:"#/properties/test/properties/command/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
const len5 = data26.length;
for(let i10=0; i10<len5; i10++){
if(typeof data26[i10] !== "string"){
const err37 = {instancePath:instancePath+"/test/command/" + i10,schemaPath:"#/properties/test/properties/command/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
}
else {
const err38 = {instancePath:instancePath+"/test/command",schemaPath:"#/properties/test/properties/command/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
}
else {
const err39 = {instancePath:instancePath+"/test",schemaPath:"#/properties/test/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
}
else {
const err40 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const isCaskwrightFile = validate21;
const schema32 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://caskwright.dev/schemas/caskwright.schema.json","type":"object","properties":{"registry":{"type":["string","object"],"properties":{"host":{"type":"string"},"namespace":{"type":"string"},"kind":{"enum":["auto","oci","ghcr","harbor"]},"insecure":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"ca":{"type":"object","additionalProperties":{"type":"string"}}},"additionalProperties":false},"images":{"type":"array","minItems":1,"items":{"type":"string"}},"names":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"mirrors":{"type":"object","additionalProperties":{"type":"string"}},"args":{"type":"object","additionalProperties":{"type":["string","number","boolean"]}},"platforms":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string"}},"include":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"branches":{"type":"object","properties":{"default":{"type":"string"},"publish":{"type":"array","uniqueItems":true,"items":{"type":"string"}}},"additionalProperties":false},"tags":{"type":"object","properties":{"latest":{"enum":["push","release"]},"push":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"release":{"type":"array","uniqueItems":true,"items":{"type":"string"}}},"additionalProperties":false},"policy":{"type":"object","properties":{"bases":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"untagged_base":{"enum":["off","warning","error"]},"unpinned":{"enum":["off","warning","error"]},"pins":{"type":"array","uniqueItems":true,"items":{"type":"string","enum":["hash","url-digest"]}},"requirement_options":{"type":"array","uniqueItems":true,"items":{"type":"string","enum":["index-url","requirement-file","editable","vcs","url"]}},"versions":{"enum":["immutable","source","mutable"]},"frontends":{"type":"array","uniqueItems":true,"items":{"type":"string"}}},"additionalProperties":false},"control":{"type":"object","required":["url"],"properties":{"url":{"type":"string"},"method":{"enum":["PUT","POST"]},"path":{"type":"string"},"token_env":{"type":"string"},"required":{"type":"boolean"}},"additionalProperties":false},"builder":{"type":"object","properties":{"kind":{"enum":["auto","buildx","buildah","podman"]}},"additionalProperties":false},"retention":{"type":"object","properties":{"landings":{"type":"string"}},"additionalProperties":false},"concurrency":{"type":"integer","minimum":1,"maximum":256}},"additionalProperties":false};

function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://caskwright.dev/schemas/caskwright.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate21.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func1.call(schema32.properties, key0))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.registry !== undefined){
let data0 = data.registry;
if((typeof data0 !== "string") && (!(data0 && typeof data0 == "object" && !Array.isArray(data0)))){
const err1 = {instancePath:instancePath+"/registry",schemaPath:"#/properties/registry/type",keyword:"type",params:{type: schema32.properties.registry.type},message:"must be string,object"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
for(const key1 in data0){
if(!(((((key1 === "host") || (key1 === "namespace")) || (key1 === "kind")) || (key1 === "insecure")) || (key1 === "ca"))){
const err2 = {instancePath:instancePath+"/registry",schemaPath:"#/properties/registry/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data0.host !== undefined){
if(typeof data0.host !== "string"){
const err3 = {instancePath:instancePath+"/registry/host",schemaPath:"#/properties/registry/properties/host/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data0.namespace !== undefined){
if(typeof data0.namespace !== "string"){
const err4 = {instancePath:instancePath+"/registry/namespace",schemaPath:"#/properties/registry/properties/namespace/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data0.kind !== undefined){
let data3 = data0.kind;
if(!((((data3 === "auto") || (data3 === "oci")) || (data3 === "ghcr")) || (data3 === "harbor"))){
const err5 = {instancePath:instancePath+"/registry/kind",schemaPath:"#/properties/registry/properties/kind/enum",keyword:"enum",params:{allowedValues: schema32.properties.registry.properties.kind.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data0.insecure !== undefined){
let data4 = data0.insecure;
if(Array.isArray(data4)){
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
if(typeof data4[i0] !== "string"){
const err6 = {instancePath:instancePath+"/registry/insecure/" + i0,schemaPath:"#/properties/registry/properties/insecure/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
let i1 = data4.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data4[i1];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err7 = {instancePath:instancePath+"/registry/insecure",schemaPath:"#/properties/registry/properties/insecure/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i1+" are identical)"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
break;
}
indices0[item0] = i1;
}
}
}
else {
const err8 = {instancePath:instancePath+"/registry/insecure",schemaPath:"#/properties/registry/properties/insecure/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data0.ca !== undefined){
let data6 = data0.ca;
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
for(const key2 in data6){
if(typeof data6[key2] !== "string"){
const err9 = {instancePath:instancePath+"/registry/ca/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/registry/properties/ca/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
else {
const err10 = {instancePath:instancePath+"/registry/ca",schemaPath:"#/properties/registry/properties/ca/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
}
if(data.images !== undefined){
let data8 = data.images;
if(Array.isArray(data8)){
if(data8.length < 1){
const err11 = {instancePath:instancePath+"/images",schemaPath:"#/properties/images/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
const len1 = data8.length;
for(let i2=0; i2<len1; i2++){
if(typeof data8[i2] !== "string"){
const err12 = {instancePath:instancePath+"/images/" + i2,schemaPath:"#/properties/images/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
else {
const err13 = {instancePath:instancePath+"/images",schemaPath:"#/properties/images/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.names !== undefined){
let data10 = data.names;
if(Array.isArray(data10)){
const len2 = data10.length;
for(let i3=0; i3<len2; i3++){
if(typeof data10[i3] !== "string"){
const err14 = {instancePath:instancePath+"/names/" + i3,schemaPath:"#/properties/names/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
let i4 = data10.length;
let j1;
if(i4 > 1){
const indices1 = {};
for(;i4--;){
let item1 = data10[i4];
if(typeof item1 !== "string"){
continue;
}
if(typeof indices1[item1] == "number"){
j1 = indices1[item1];
const err15 = {instancePath:instancePath+"/names",schemaPath:"#/properties/names/uniqueItems",keyword:"uniqueItems",params:{i: i4, j: j1},message:"must NOT have duplicate items (items ## "+j1+" and "+i4+" are identical)"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
break;
}
indices1[item1] = i4;
}
}
}
else {
const err16 = {instancePath:instancePath+"/names",schemaPath:"#/properties/names/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.mirrors !== undefined){
let data12 = data.mirrors;
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
for(const key3 in data12){
if(typeof data12[key3] !== "string"){
const err17 = {instancePath:instancePath+"/mirrors/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/mirrors/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
else {
const err18 = {instancePath:instancePath+"/mirrors",schemaPath:"#/properties/mirrors/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.args !== undefined){
let data14 = data.args;
if(data14 && typeof data14 == "object" && !Array.isArray(data14)){
for(const key4 in data14){
let data15 = data14[key4];
if(((typeof data15 !== "string") && (!((typeof data15 == "number") && (isFinite(data15))))) && (typeof data15 !== "boolean")){
const err19 = {instancePath:instancePath+"/args/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/args/additionalProperties/type",keyword:"type",params:{type: schema32.properties.args.additionalProperties.type},message:"must be string,number,boolean"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
else {
const err20 = {instancePath:instancePath+"/args",schemaPath:"#/properties/args/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.platforms !== undefined){
let data16 = data.platforms;
if(Array.isArray(data16)){
if(data16.length < 1){
const err21 = {instancePath:instancePath+"/platforms",schemaPath:"#/properties/platforms/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
const len3 = data16.length;
for(let i5=0; i5<len3; i5++){
if(typeof data16[i5] !== "string"){
const err22 = {instancePath:instancePath+"/platforms/" + i5,schemaPath:"#/properties/platforms/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
let i6 = data16.length;
let j2;
if(i6 > 1){
const indices2 = {};
for(;i6--;){
let item2 = data16[i6];
if(typeof item2 !== "string"){
continue;
}
if(typeof indices2[item2] == "number"){
j2 = indices2[item2];
const err23 = {instancePath:instancePath+"/platforms",schemaPath:"#/properties/platforms/uniqueItems",keyword:"uniqueItems",params:{i: i6, j: j2},message:"must NOT have duplicate items (items ## "+j2+" and "+i6+" are identical)"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
break;
}
indices2[item2] = i6;
}
}
}
else {
const err24 = {instancePath:instancePath+"/platforms",schemaPath:"#/properties/platforms/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.include !== undefined){
let data18 = data.include;
if(Array.isArray(data18)){
const len4 = data18.length;
for(let i7=0; i7<len4; i7++){
if(typeof data18[i7] !== "string"){
const err25 = {instancePath:instancePath+"/include/" + i7,schemaPath:"#/properties/include/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
let i8 = data18.length;
let j3;
if(i8 > 1){
const indices3 = {};
for(;i8--;){
let item3 = data18[i8];
if(typeof item3 !== "string"){
continue;
}
if(typeof indices3[item3] == "number"){
j3 = indices3[item3];
const err26 = {instancePath:instancePath+"/include",schemaPath:"#/properties/include/uniqueItems",keyword:"uniqueItems",params:{i: i8, j: j3},message:"must NOT have duplicate items (items ## "+j3+" and "+i8+" are identical)"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
break;
}
indices3[item3] = i8;
}
}
}
else {
const err27 = {instancePath:instancePath+"/include",schemaPath:"#/properties/include/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data.branches !== undefined){
let data20 = data.branches;
if(data20 && typeof data20 == "object" && !Array.isArray(data20)){
for(const key5 in data20){
if(!((key5 === "default") || (key5 === "publish"))){
const err28 = {instancePath:instancePath+"/branches",schemaPath:"#/properties/branches/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data20.default !== undefined){
if(typeof data20.default !== "string"){
const err29 = {instancePath:instancePath+"/branches/default",schemaPath:"#/properties/branches/properties/default/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data20.publish !== undefined){
let data22 = data20.publish;
if(Array.isArray(data22)){
const len5 = data22.length;
for(let i9=0; i9<len5; i9++){
if(typeof data22[i9] !== "string"){
const err30 = {instancePath:instancePath+"/branches/publish/" + i9,schemaPath:"#/properties/branches/properties/publish/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
let i10 = data22.length;
let j4;
if(i10 > 1){
const indices4 = {};
for(;i10--;){
let item4 = data22[i10];
if(typeof item4 !== "string"){
continue;
}
if(typeof indices4[item4] == "number"){
j4 = indices4[item4];
const err31 = {instancePath:instancePath+"/branches/publish",schemaPath:"#/properties/branches/properties/publish/uniqueItems",keyword:"uniqueItems",params:{i: i10, j: j4},message:"must NOT have duplicate items (items ## "+j4+" and "+i10+" are identical)"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
break;
}
indices4[item4] = i10;
}
}
}
else {
const err32 = {instancePath:instancePath+"/branches/publish",schemaPath:"#/properties/branches/properties/publish/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
}
else {
const err33 = {instancePath:instancePath+"/branches",schemaPath:"#/properties/branches/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data.tags !== undefined){
let data24 = data.tags;
if(data24 && typeof data24 == "object" && !Array.isArray(data24)){
for(const key6 in data24){
if(!(((key6 === "latest") || (key6 === "push")) || (key6 === "release"))){
const err34 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data24.latest !== undefined){
let data25 = data24.latest;
if(!((data25 === "push") || (data25 === "release"))){
const err35 = {instancePath:instancePath+"/tags/latest",schemaPath:"#/properties/tags/properties/latest/enum",keyword:"enum",params:{allowedValues: schema32.properties.tags.properties.latest.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data24.push !== undefined){
let data26 = data24.push;
if(Array.isArray(data26)){
const len6 = data26.length;
for(let i11=0; i11<len6; i11++){
if(typeof data26[i11] !== "string"){
const err36 = {instancePath:instancePath+"/tags/push/" + i11,schemaPath:"#/properties/tags/properties/push/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
let i12 = data26.length;
let j5;
if(i12 > 1){
const indices5 = {};
for(;i12--;){
let item5 = data26[i12];
if(typeof item5 !== "string"){
continue;
}
if(typeof indices5[item5] == "number"){
j5 = indices5[item5];
const err37 = {instancePath:instancePath+"/tags/push",schemaPath:"#/properties/tags/properties/push/uniqueItems",keyword:"uniqueItems",params:{i: i12, j: j5},message:"must NOT have duplicate items (items ## "+j5+" and "+i12+" are identical)"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
break;
}
indices5[item5] = i12;
}
}
}
else {
const err38 = {instancePath:instancePath+"/tags/push",schemaPath:"#/properties/tags/properties/push/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data24.release !== undefined){
let data28 = data24.release;
if(Array.isArray(data28)){
const len7 = data28.length;
for(let i13=0; i13<len7; i13++){
if(typeof data28[i13] !== "string"){
const err39 = {instancePath:instancePath+"/tags/release/" + i13,schemaPath:"#/properties/tags/properties/release/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
let i14 = data28.length;
let j6;
if(i14 > 1){
const indices6 = {};
for(;i14--;){
let item6 = data28[i14];
if(typeof item6 !== "string"){
continue;
}
if(typeof indices6[item6] == "number"){
j6 = indices6[item6];
const err40 = {instancePath:instancePath+"/tags/release",schemaPath:"#/properties/tags/properties/release/uniqueItems",keyword:"uniqueItems",params:{i: i14, j: j6},message:"must NOT have duplicate items (items ## "+j6+" and "+i14+" are identical)"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
break;
}
indices6[item6] = i14;
}
}
}
else {
const err41 = {instancePath:instancePath+"/tags/release",schemaPath:"#/properties/tags/properties/release/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
}
else {
const err42 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data.policy !== undefined){
let data30 = data.policy;
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
for(const key7 in data30){
if(!(((((((key7 === "bases") || (key7 === "untagged_base")) || (key7 === "unpinned")) || (key7 === "pins")) || (key7 === "requirement_options")) || (key7 === "versions")) || (key7 === "frontends"))){
const err43 = {instancePath:instancePath+"/policy",schemaPath:"#/properties/policy/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data30.bases !== undefined){
let data31 = data30.bases;
if(Array.isArray(data31)){
const len8 = data31.length;
for(let i15=0; i15<len8; i15++){
if(typeof data31[i15] !== "string"){
const err44 = {instancePath:instancePath+"/policy/bases/" + i15,schemaPath:"#/properties/policy/properties/bases/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
let i16 = data31.length;
let j7;
if(i16 > 1){
const indices7 = {};
for(;i16--;){
let item7 = data31[i16];
if(typeof item7 !== "string"){
continue;
}
if(typeof indices7[item7] == "number"){
j7 = indices7[item7];
const err45 = {instancePath:instancePath+"/policy/bases",schemaPath:"#/properties/policy/properties/bases/uniqueItems",keyword:"uniqueItems",params:{i: i16, j: j7},message:"must NOT have duplicate items (items ## "+j7+" and "+i16+" are identical)"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
break;
}
indices7[item7] = i16;
}
}
}
else {
const err46 = {instancePath:instancePath+"/policy/bases",schemaPath:"#/properties/policy/properties/bases/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data30.untagged_base !== undefined){
let data33 = data30.untagged_base;
if(!(((data33 === "off") || (data33 === "warning")) || (data33 === "error"))){
const err47 = {instancePath:instancePath+"/policy/untagged_base",schemaPath:"#/properties/policy/properties/untagged_base/enum",keyword:"enum",params:{allowedValues: schema32.properties.policy.properties.untagged_base.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data30.unpinned !== undefined){
let data34 = data30.unpinned;
if(!(((data34 === "off") || (data34 === "warning")) || (data34 === "error"))){
const err48 = {instancePath:instancePath+"/policy/unpinned",schemaPath:"#/properties/policy/properties/unpinned/enum",keyword:"enum",params:{allowedValues: schema32.properties.policy.properties.unpinned.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data30.pins !== undefined){
let data35 = data30.pins;
if(Array.isArray(data35)){
const len9 = data35.length;
for(let i17=0; i17<len9; i17++){
let data36 = data35[i17];
if(typeof data36 !== "string"){
const err49 = {instancePath:instancePath+"/policy/pins/" + i17,schemaPath:"#/properties/policy/properties/pins/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
if(!((data36 === "hash") || (data36 === "url-digest"))){
const err50 = {instancePath:instancePath+"/policy/pins/" + i17,schemaPath:"#/properties/policy/properties/pins/items/enum",keyword:"enum",params:{allowedValues: schema32.properties.policy.properties.pins.items.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
let i18 = data35.length;
let j8;
if(i18 > 1){
const indices8 = {};
for(;i18--;){
let item8 = data35[i18];
if(typeof item8 !== "string"){
continue;
}
if(typeof indices8[item8] == "number"){
j8 = indices8[item8];
const err51 = {instancePath:instancePath+"/policy/pins",schemaPath:"#/properties/policy/properties/pins/uniqueItems",keyword:"uniqueItems",params:{i: i18, j: j8},message:"must NOT have duplicate items (items ## "+j8+" and "+i18+" are identical)"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
break;
}
indices8[item8] = i18;
}
}
}
else {
const err52 = {instancePath:instancePath+"/policy/pins",schemaPath:"#/properties/policy/properties/pins/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data30.requirement_options !== undefined){
let data37 = data30.requirement_options;
if(Array.isArray(data37)){
const len10 = data37.length;
for(let i19=0; i19<len10; i19++){
let data38 = data37[i19];
if(typeof data38 !== "string"){
const err53 = {instancePath:instancePath+"/policy/requirement_options/" + i19,schemaPath:"#/properties/policy/properties/requirement_options/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
if(!(((((data38 === "index-url") || (data38 === "requirement-file")) || (data38 === "editable")) || (data38 === "vcs")) || (data38 === "url"))){
const err54 = {instancePath:instancePath+"/policy/requirement_options/" + i19,schemaPath:"#/properties/policy/properties/requirement_options/items/enum",keyword:"enum",params:{allowedValues: schema32.properties.policy.properties.requirement_options.items.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
let i20 = data37.length;
let j9;
if(i20 > 1){
const indices9 = {};
for(;i20--;){
let item9 = data37[i20];
if(typeof item9 !== "string"){
continue;
}
if(typeof indices9[item9] == "number"){
j9 = indices9[item9];
const err55 = {instancePath:instancePath+"/policy/requirement_options",schemaPath:"#/properties/policy/properties/requirement_options/uniqueItems",keyword:"uniqueItems",params:{i: i20, j: j9},message:"must NOT have duplicate items (items ## "+j9+" and "+i20+" are identical)"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
break;
}
indices9[item9] = i20;
}
}
}
else {
const err56 = {instancePath:instancePath+"/policy/requirement_options",schemaPath:"#/properties/policy/properties/requirement_options/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
if(data30.versions !== undefined){
let data39 = data30.versions;
if(!(((data39 === "immutable") || (data39 === "source")) || (data39 === "mutable"))){
const err57 = {instancePath:instancePath+"/policy/versions",schemaPath:"#/properties/policy/properties/versions/enum",keyword:"enum",params:{allowedValues: schema32.properties.policy.properties.versions.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
if(data30.frontends !== undefined){
let data40 = data30.frontends;
if(Array.isArray(data40)){
const len11 = data40.length;
for(let i21=0; i21<len11; i21++){
if(typeof data40[i21] !== "string"){
const err58 = {instancePath:instancePath+"/policy/frontends/" + i21,schemaPath:"#/properties/policy/properties/frontends/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
let i22 = data40.length;
let j10;
if(i22 > 1){
const indices10 = {};
for(;i22--;){
let item10 = data40[i22];
if(typeof item10 !== "string"){
continue;
}
if(typeof indices10[item10] == "number"){
j10 = indices10[item10];
const err59 = {instancePath:instancePath+"/policy/frontends",schemaPath:"#/properties/policy/properties/frontends/uniqueItems",keyword:"uniqueItems",params:{i: i22, j: j10},message:"must NOT have duplicate items (items ## "+j10+" and "+i22+" are identical)"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
break;
}
indices10[item10] = i22;
}
}
}
else {
const err60 = {instancePath:instancePath+"/policy/frontends",schemaPath:"#/properties/policy/properties/frontends/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
}
else {
const err61 = {instancePath:instancePath+"/policy",schemaPath:"#/properties/policy/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
if(data.control !== undefined){
let data42 = data.control;
if(data42 && typeof data42 == "object" && !Array.isArray(data42)){
if(data42.url === undefined){
const err62 = {instancePath:instancePath+"/control",schemaPath:"#/properties/control/required",keyword:"required",params:{missingProperty: "url"},message:"must have required property '"+"url"+"'"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
for(const key8 in data42){
if(!(((((key8 === "url") || (key8 === "method")) || (key8 === "path")) || (key8 === "token_env")) || (key8 === "required"))){
const err63 = {instancePath:instancePath+"/control",schemaPath:"#/properties/control/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
if(data42.url !== undefined){
if(typeof data42.url !== "string"){
const err64 = {instancePath:instancePath+"/control/url",schemaPath:"#/properties/control/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
if(data42.method !== undefined){
let data44 = data42.method;
if(!((data44 === "PUT") || (data44 === "POST"))){
const err65 = {instancePath:instancePath+"/control/method",schemaPath:"#/properties/control/properties/method/enum",keyword:"enum",params:{allowedValues: schema32.properties.control.properties.method.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
if(data42.path !== undefined){
if(typeof data42.path !== "string"){
const err66 = {instancePath:instancePath+"/control/path",schemaPath:"#/properties/control/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data42.token_env !== undefined){
if(typeof data42.token_env !== "string"){
const err67 = {instancePath:instancePath+"/control/token_env",schemaPath:"#/properties/control/properties/token_env/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
if(data42.required !== undefined){
if(typeof data42.required !== "boolean"){
const err68 = {instancePath:instancePath+"/control/required",schemaPath:"#/properties/control/properties/required/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
}
else {
const err69 = {instancePath:instancePath+"/control",schemaPath:"#/properties/control/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
if(data.builder !== undefined){
let data48 = data.builder;
if(data48 && typeof data48 == "object" && !Array.isArray(data48)){
for(const key9 in data48){
if(!(key9 === "kind")){
const err70 = {instancePath:instancePath+"/builder",schemaPath:"#/properties/builder/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
if(data48.kind !== undefined){
let data49 = data48.kind;
if(!((((data49 === "auto") || (data49 === "buildx")) || (data49 === "buildah")) || (data49 === "podman"))){
const err71 = {instancePath:instancePath+"/builder/kind",schemaPath:"#/properties/builder/properties/kind/enum",keyword:"enum",params:{allowedValues: schema32.properties.builder.properties.kind.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
}
else {
const err72 = {instancePath:instancePath+"/builder",schemaPath:"#/properties/builder/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data.retention !== undefined){
let data50 = data.retention;
if(data50 && typeof data50 == "object" && !Array.isArray(data50)){
for(const key10 in data50){
if(!(key10 === "landings")){
const err73 = {instancePath:instancePath+"/retention",schemaPath:"#/properties/retention/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
if(data50.landings !== undefined){
if(typeof data50.landings !== "string"){
const err74 = {instancePath:instancePath+"/retention/landings",schemaPath:"#/properties/retention/properties/landings/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
}
else {
const err75 = {instancePath:instancePath+"/retention",schemaPath:"#/properties/retention/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
if(data.concurrency !== undefined){
let data52 = data.concurrency;
if(!(((typeof data52 == "number") && (!(data52 % 1) && !isNaN(data52))) && (isFinite(data52)))){
const err76 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
if((typeof data52 == "number") && (isFinite(data52))){
if(data52 > 256 || isNaN(data52)){
const err77 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/maximum",keyword:"maximum",params:{comparison: "<=", limit: 256},message:"must be <= 256"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
if(data52 < 1 || isNaN(data52)){
const err78 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
}
}
else {
const err79 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
validate21.errors = vErrors;
return errors === 0;
}
validate21.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

