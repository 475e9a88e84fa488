// Generated from schemas/ by scripts/generate.ts.
"use strict";
export const isCaskwrightFile = validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://caskwright.dev/schemas/caskwright.schema.json","type":"object","properties":{"registry":{"type":["string","object"],"properties":{"host":{"type":"string"},"namespace":{"type":"string"},"kind":{"enum":["auto","oci","ghcr","harbor"]},"insecure":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"trust_on_first_use":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"credentials":{"type":"string"},"ca":{"type":"object","additionalProperties":{"type":"string"}}},"additionalProperties":false},"images":{"type":"array","minItems":1,"items":{"type":"string"}},"names":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"mirrors":{"type":"object","additionalProperties":{"type":"string"}},"args":{"type":"object","additionalProperties":{"type":["string","number","boolean"]}},"platforms":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string"}},"include":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"branches":{"type":"object","properties":{"default":{"type":"string"},"publish":{"type":"array","uniqueItems":true,"items":{"type":"string"}}},"additionalProperties":false},"tags":{"type":"object","properties":{"latest":{"enum":["push","release"]},"push":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"release":{"type":"array","uniqueItems":true,"items":{"type":"string"}}},"additionalProperties":false},"policy":{"type":"object","properties":{"bases":{"type":["array","string"],"uniqueItems":true,"items":{"type":"string"}},"base_digests":{"enum":["off","warning","error"]},"untagged_base":{"enum":["off","warning","error"]},"unpinned":{"enum":["off","warning","error"]},"pins":{"type":"array","uniqueItems":true,"items":{"type":"string","enum":["hash","url-digest"]}},"hashes":{"enum":["off","warning","error"]},"requirement_options":{"type":"array","uniqueItems":true,"items":{"type":"string","enum":["index-url","requirement-file","editable","vcs","url"]}},"versions":{"enum":["immutable","source","mutable"]},"frontends":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"lint":{"type":"object","additionalProperties":{"enum":["off","warning","error"]}},"limits":{"type":"object","properties":{"default":{"type":"object","properties":{"cpu":{"type":"number","exclusiveMinimum":0},"memory":{"type":["string","number"]},"disk":{"type":["string","number"]},"timeout":{"type":"string"}},"additionalProperties":false},"maximum":{"type":"object","properties":{"cpu":{"type":"number","exclusiveMinimum":0},"memory":{"type":["string","number"]},"disk":{"type":["string","number"]},"timeout":{"type":"string"}},"additionalProperties":false}},"additionalProperties":false},"scan":{"type":"object","properties":{"scanner":{"enum":["auto","trivy","grype"]},"severity":{"enum":["low","medium","high","critical"]},"unfixed":{"type":"boolean"},"ignore":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"missing":{"enum":["refuse","note"]}},"additionalProperties":false},"context":{"enum":["whole","used"]},"max_age":{"type":"string"},"public_registries":{"type":"array","uniqueItems":true,"items":{"type":"string"}}},"additionalProperties":false},"signing":{"enum":["key","keyless"]},"sbom":{"type":"boolean"},"control":{"type":"object","required":["url"],"properties":{"url":{"type":"string"},"method":{"enum":["PUT","POST"]},"path":{"type":"string"},"token_env":{"type":"string"},"required":{"type":"boolean"}},"additionalProperties":false},"flightctl":{"type":"object","required":["api"],"properties":{"api":{"type":"string"},"token_env":{"type":"string"},"ca":{"type":"string"},"expiration":{"type":"string"},"timeout":{"type":"string"}},"additionalProperties":false},"builder":{"type":"object","properties":{"kind":{"enum":["auto","buildx","buildah","podman"]},"reproducible":{"type":"boolean"}},"additionalProperties":false},"containers":{"type":"object","additionalProperties":{"type":"string"}},"runtime":{"type":"object","properties":{"engine":{"enum":["auto","docker","podman","container"]},"catalogue":{"type":"object","required":["url"],"properties":{"url":{"type":"string"},"token_env":{"type":"string"},"category":{"type":"string"},"tag":{"type":"string"}},"additionalProperties":false},"sessions":{"type":"object","properties":{"label":{"type":"string"},"command":{"type":"array","minItems":1,"items":{"type":"string"}}},"additionalProperties":false},"settle":{"type":"integer","minimum":0,"maximum":600}},"additionalProperties":false},"retention":{"type":"object","properties":{"landings":{"type":"string"}},"additionalProperties":false},"exports":{"type":"object","properties":{"storage":{"type":"object","properties":{"kind":{"enum":["local","pvc","s3"]},"path":{"type":"string"},"endpoint":{"type":"string"},"bucket":{"type":"string"},"region":{"type":"string"},"prefix":{"type":"string"}},"additionalProperties":false},"keep":{"type":"integer","minimum":1},"max_size":{"type":["string","integer"]},"image_builder":{"type":"string"}},"additionalProperties":false},"concurrency":{"type":"integer","minimum":1,"maximum":256}},"additionalProperties":false};
const func1 = Object.prototype.hasOwnProperty;

function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://caskwright.dev/schemas/caskwright.schema.json" */;
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
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}};
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
const err1 = {instancePath:instancePath+"/registry",schemaPath:"#/properties/registry/type",keyword:"type",params:{type: schema31.properties.registry.type}};
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
if(!(((((((key1 === "host") || (key1 === "namespace")) || (key1 === "kind")) || (key1 === "insecure")) || (key1 === "trust_on_first_use")) || (key1 === "credentials")) || (key1 === "ca"))){
const err2 = {instancePath:instancePath+"/registry",schemaPath:"#/properties/registry/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}};
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
const err3 = {instancePath:instancePath+"/registry/host",schemaPath:"#/properties/registry/properties/host/type",keyword:"type",params:{type: "string"}};
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
const err4 = {instancePath:instancePath+"/registry/namespace",schemaPath:"#/properties/registry/properties/namespace/type",keyword:"type",params:{type: "string"}};
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
const err5 = {instancePath:instancePath+"/registry/kind",schemaPath:"#/properties/registry/properties/kind/enum",keyword:"enum",params:{allowedValues: schema31.properties.registry.properties.kind.enum}};
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
const err6 = {instancePath:instancePath+"/registry/insecure/" + i0,schemaPath:"#/properties/registry/properties/insecure/items/type",keyword:"type",params:{type: "string"}};
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
const err7 = {instancePath:instancePath+"/registry/insecure",schemaPath:"#/properties/registry/properties/insecure/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0}};
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
const err8 = {instancePath:instancePath+"/registry/insecure",schemaPath:"#/properties/registry/properties/insecure/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data0.trust_on_first_use !== undefined){
let data6 = data0.trust_on_first_use;
if(Array.isArray(data6)){
const len1 = data6.length;
for(let i2=0; i2<len1; i2++){
if(typeof data6[i2] !== "string"){
const err9 = {instancePath:instancePath+"/registry/trust_on_first_use/" + i2,schemaPath:"#/properties/registry/properties/trust_on_first_use/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
let i3 = data6.length;
let j1;
if(i3 > 1){
const indices1 = {};
for(;i3--;){
let item1 = data6[i3];
if(typeof item1 !== "string"){
continue;
}
if(typeof indices1[item1] == "number"){
j1 = indices1[item1];
const err10 = {instancePath:instancePath+"/registry/trust_on_first_use",schemaPath:"#/properties/registry/properties/trust_on_first_use/uniqueItems",keyword:"uniqueItems",params:{i: i3, j: j1}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
break;
}
indices1[item1] = i3;
}
}
}
else {
const err11 = {instancePath:instancePath+"/registry/trust_on_first_use",schemaPath:"#/properties/registry/properties/trust_on_first_use/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data0.credentials !== undefined){
if(typeof data0.credentials !== "string"){
const err12 = {instancePath:instancePath+"/registry/credentials",schemaPath:"#/properties/registry/properties/credentials/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data0.ca !== undefined){
let data9 = data0.ca;
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
for(const key2 in data9){
if(typeof data9[key2] !== "string"){
const err13 = {instancePath:instancePath+"/registry/ca/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/registry/properties/ca/additionalProperties/type",keyword:"type",params:{type: "string"}};
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
const err14 = {instancePath:instancePath+"/registry/ca",schemaPath:"#/properties/registry/properties/ca/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
}
if(data.images !== undefined){
let data11 = data.images;
if(Array.isArray(data11)){
if(data11.length < 1){
const err15 = {instancePath:instancePath+"/images",schemaPath:"#/properties/images/minItems",keyword:"minItems",params:{limit: 1}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
const len2 = data11.length;
for(let i4=0; i4<len2; i4++){
if(typeof data11[i4] !== "string"){
const err16 = {instancePath:instancePath+"/images/" + i4,schemaPath:"#/properties/images/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
else {
const err17 = {instancePath:instancePath+"/images",schemaPath:"#/properties/images/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.names !== undefined){
let data13 = data.names;
if(Array.isArray(data13)){
const len3 = data13.length;
for(let i5=0; i5<len3; i5++){
if(typeof data13[i5] !== "string"){
const err18 = {instancePath:instancePath+"/names/" + i5,schemaPath:"#/properties/names/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
let i6 = data13.length;
let j2;
if(i6 > 1){
const indices2 = {};
for(;i6--;){
let item2 = data13[i6];
if(typeof item2 !== "string"){
continue;
}
if(typeof indices2[item2] == "number"){
j2 = indices2[item2];
const err19 = {instancePath:instancePath+"/names",schemaPath:"#/properties/names/uniqueItems",keyword:"uniqueItems",params:{i: i6, j: j2}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
break;
}
indices2[item2] = i6;
}
}
}
else {
const err20 = {instancePath:instancePath+"/names",schemaPath:"#/properties/names/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.mirrors !== undefined){
let data15 = data.mirrors;
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
for(const key3 in data15){
if(typeof data15[key3] !== "string"){
const err21 = {instancePath:instancePath+"/mirrors/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/mirrors/additionalProperties/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
else {
const err22 = {instancePath:instancePath+"/mirrors",schemaPath:"#/properties/mirrors/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data.args !== undefined){
let data17 = data.args;
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
for(const key4 in data17){
let data18 = data17[key4];
if(((typeof data18 !== "string") && (!((typeof data18 == "number") && (isFinite(data18))))) && (typeof data18 !== "boolean")){
const err23 = {instancePath:instancePath+"/args/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/args/additionalProperties/type",keyword:"type",params:{type: schema31.properties.args.additionalProperties.type}};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
else {
const err24 = {instancePath:instancePath+"/args",schemaPath:"#/properties/args/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.platforms !== undefined){
let data19 = data.platforms;
if(Array.isArray(data19)){
if(data19.length < 1){
const err25 = {instancePath:instancePath+"/platforms",schemaPath:"#/properties/platforms/minItems",keyword:"minItems",params:{limit: 1}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
const len4 = data19.length;
for(let i7=0; i7<len4; i7++){
if(typeof data19[i7] !== "string"){
const err26 = {instancePath:instancePath+"/platforms/" + i7,schemaPath:"#/properties/platforms/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
let i8 = data19.length;
let j3;
if(i8 > 1){
const indices3 = {};
for(;i8--;){
let item3 = data19[i8];
if(typeof item3 !== "string"){
continue;
}
if(typeof indices3[item3] == "number"){
j3 = indices3[item3];
const err27 = {instancePath:instancePath+"/platforms",schemaPath:"#/properties/platforms/uniqueItems",keyword:"uniqueItems",params:{i: i8, j: j3}};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
break;
}
indices3[item3] = i8;
}
}
}
else {
const err28 = {instancePath:instancePath+"/platforms",schemaPath:"#/properties/platforms/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data.include !== undefined){
let data21 = data.include;
if(Array.isArray(data21)){
const len5 = data21.length;
for(let i9=0; i9<len5; i9++){
if(typeof data21[i9] !== "string"){
const err29 = {instancePath:instancePath+"/include/" + i9,schemaPath:"#/properties/include/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
let i10 = data21.length;
let j4;
if(i10 > 1){
const indices4 = {};
for(;i10--;){
let item4 = data21[i10];
if(typeof item4 !== "string"){
continue;
}
if(typeof indices4[item4] == "number"){
j4 = indices4[item4];
const err30 = {instancePath:instancePath+"/include",schemaPath:"#/properties/include/uniqueItems",keyword:"uniqueItems",params:{i: i10, j: j4}};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
break;
}
indices4[item4] = i10;
}
}
}
else {
const err31 = {instancePath:instancePath+"/include",schemaPath:"#/properties/include/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data.branches !== undefined){
let data23 = data.branches;
if(data23 && typeof data23 == "object" && !Array.isArray(data23)){
for(const key5 in data23){
if(!((key5 === "default") || (key5 === "publish"))){
const err32 = {instancePath:instancePath+"/branches",schemaPath:"#/properties/branches/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5}};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data23.default !== undefined){
if(typeof data23.default !== "string"){
const err33 = {instancePath:instancePath+"/branches/default",schemaPath:"#/properties/branches/properties/default/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data23.publish !== undefined){
let data25 = data23.publish;
if(Array.isArray(data25)){
const len6 = data25.length;
for(let i11=0; i11<len6; i11++){
if(typeof data25[i11] !== "string"){
const err34 = {instancePath:instancePath+"/branches/publish/" + i11,schemaPath:"#/properties/branches/properties/publish/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
let i12 = data25.length;
let j5;
if(i12 > 1){
const indices5 = {};
for(;i12--;){
let item5 = data25[i12];
if(typeof item5 !== "string"){
continue;
}
if(typeof indices5[item5] == "number"){
j5 = indices5[item5];
const err35 = {instancePath:instancePath+"/branches/publish",schemaPath:"#/properties/branches/properties/publish/uniqueItems",keyword:"uniqueItems",params:{i: i12, j: j5}};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
break;
}
indices5[item5] = i12;
}
}
}
else {
const err36 = {instancePath:instancePath+"/branches/publish",schemaPath:"#/properties/branches/properties/publish/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
}
else {
const err37 = {instancePath:instancePath+"/branches",schemaPath:"#/properties/branches/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data.tags !== undefined){
let data27 = data.tags;
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
for(const key6 in data27){
if(!(((key6 === "latest") || (key6 === "push")) || (key6 === "release"))){
const err38 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6}};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data27.latest !== undefined){
let data28 = data27.latest;
if(!((data28 === "push") || (data28 === "release"))){
const err39 = {instancePath:instancePath+"/tags/latest",schemaPath:"#/properties/tags/properties/latest/enum",keyword:"enum",params:{allowedValues: schema31.properties.tags.properties.latest.enum}};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data27.push !== undefined){
let data29 = data27.push;
if(Array.isArray(data29)){
const len7 = data29.length;
for(let i13=0; i13<len7; i13++){
if(typeof data29[i13] !== "string"){
const err40 = {instancePath:instancePath+"/tags/push/" + i13,schemaPath:"#/properties/tags/properties/push/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
let i14 = data29.length;
let j6;
if(i14 > 1){
const indices6 = {};
for(;i14--;){
let item6 = data29[i14];
if(typeof item6 !== "string"){
continue;
}
if(typeof indices6[item6] == "number"){
j6 = indices6[item6];
const err41 = {instancePath:instancePath+"/tags/push",schemaPath:"#/properties/tags/properties/push/uniqueItems",keyword:"uniqueItems",params:{i: i14, j: j6}};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
break;
}
indices6[item6] = i14;
}
}
}
else {
const err42 = {instancePath:instancePath+"/tags/push",schemaPath:"#/properties/tags/properties/push/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data27.release !== undefined){
let data31 = data27.release;
if(Array.isArray(data31)){
const len8 = data31.length;
for(let i15=0; i15<len8; i15++){
if(typeof data31[i15] !== "string"){
const err43 = {instancePath:instancePath+"/tags/release/" + i15,schemaPath:"#/properties/tags/properties/release/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
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
const err44 = {instancePath:instancePath+"/tags/release",schemaPath:"#/properties/tags/properties/release/uniqueItems",keyword:"uniqueItems",params:{i: i16, j: j7}};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
break;
}
indices7[item7] = i16;
}
}
}
else {
const err45 = {instancePath:instancePath+"/tags/release",schemaPath:"#/properties/tags/properties/release/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
}
else {
const err46 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data.policy !== undefined){
let data33 = data.policy;
if(data33 && typeof data33 == "object" && !Array.isArray(data33)){
for(const key7 in data33){
if(!(func1.call(schema31.properties.policy.properties, key7))){
const err47 = {instancePath:instancePath+"/policy",schemaPath:"#/properties/policy/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7}};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data33.bases !== undefined){
let data34 = data33.bases;
if((!(Array.isArray(data34))) && (typeof data34 !== "string")){
const err48 = {instancePath:instancePath+"/policy/bases",schemaPath:"#/properties/policy/properties/bases/type",keyword:"type",params:{type: schema31.properties.policy.properties.bases.type}};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
if(Array.isArray(data34)){
const len9 = data34.length;
for(let i17=0; i17<len9; i17++){
if(typeof data34[i17] !== "string"){
const err49 = {instancePath:instancePath+"/policy/bases/" + i17,schemaPath:"#/properties/policy/properties/bases/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
let i18 = data34.length;
let j8;
if(i18 > 1){
const indices8 = {};
for(;i18--;){
let item8 = data34[i18];
if(typeof item8 !== "string"){
continue;
}
if(typeof indices8[item8] == "number"){
j8 = indices8[item8];
const err50 = {instancePath:instancePath+"/policy/bases",schemaPath:"#/properties/policy/properties/bases/uniqueItems",keyword:"uniqueItems",params:{i: i18, j: j8}};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
break;
}
indices8[item8] = i18;
}
}
}
}
if(data33.base_digests !== undefined){
let data36 = data33.base_digests;
if(!(((data36 === "off") || (data36 === "warning")) || (data36 === "error"))){
const err51 = {instancePath:instancePath+"/policy/base_digests",schemaPath:"#/properties/policy/properties/base_digests/enum",keyword:"enum",params:{allowedValues: schema31.properties.policy.properties.base_digests.enum}};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data33.untagged_base !== undefined){
let data37 = data33.untagged_base;
if(!(((data37 === "off") || (data37 === "warning")) || (data37 === "error"))){
const err52 = {instancePath:instancePath+"/policy/untagged_base",schemaPath:"#/properties/policy/properties/untagged_base/enum",keyword:"enum",params:{allowedValues: schema31.properties.policy.properties.untagged_base.enum}};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data33.unpinned !== undefined){
let data38 = data33.unpinned;
if(!(((data38 === "off") || (data38 === "warning")) || (data38 === "error"))){
const err53 = {instancePath:instancePath+"/policy/unpinned",schemaPath:"#/properties/policy/properties/unpinned/enum",keyword:"enum",params:{allowedValues: schema31.properties.policy.properties.unpinned.enum}};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data33.pins !== undefined){
let data39 = data33.pins;
if(Array.isArray(data39)){
const len10 = data39.length;
for(let i19=0; i19<len10; i19++){
let data40 = data39[i19];
if(typeof data40 !== "string"){
const err54 = {instancePath:instancePath+"/policy/pins/" + i19,schemaPath:"#/properties/policy/properties/pins/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
if(!((data40 === "hash") || (data40 === "url-digest"))){
const err55 = {instancePath:instancePath+"/policy/pins/" + i19,schemaPath:"#/properties/policy/properties/pins/items/enum",keyword:"enum",params:{allowedValues: schema31.properties.policy.properties.pins.items.enum}};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
let i20 = data39.length;
let j9;
if(i20 > 1){
const indices9 = {};
for(;i20--;){
let item9 = data39[i20];
if(typeof item9 !== "string"){
continue;
}
if(typeof indices9[item9] == "number"){
j9 = indices9[item9];
const err56 = {instancePath:instancePath+"/policy/pins",schemaPath:"#/properties/policy/properties/pins/uniqueItems",keyword:"uniqueItems",params:{i: i20, j: j9}};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
break;
}
indices9[item9] = i20;
}
}
}
else {
const err57 = {instancePath:instancePath+"/policy/pins",schemaPath:"#/properties/policy/properties/pins/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
if(data33.hashes !== undefined){
let data41 = data33.hashes;
if(!(((data41 === "off") || (data41 === "warning")) || (data41 === "error"))){
const err58 = {instancePath:instancePath+"/policy/hashes",schemaPath:"#/properties/policy/properties/hashes/enum",keyword:"enum",params:{allowedValues: schema31.properties.policy.properties.hashes.enum}};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
if(data33.requirement_options !== undefined){
let data42 = data33.requirement_options;
if(Array.isArray(data42)){
const len11 = data42.length;
for(let i21=0; i21<len11; i21++){
let data43 = data42[i21];
if(typeof data43 !== "string"){
const err59 = {instancePath:instancePath+"/policy/requirement_options/" + i21,schemaPath:"#/properties/policy/properties/requirement_options/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
if(!(((((data43 === "index-url") || (data43 === "requirement-file")) || (data43 === "editable")) || (data43 === "vcs")) || (data43 === "url"))){
const err60 = {instancePath:instancePath+"/policy/requirement_options/" + i21,schemaPath:"#/properties/policy/properties/requirement_options/items/enum",keyword:"enum",params:{allowedValues: schema31.properties.policy.properties.requirement_options.items.enum}};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
let i22 = data42.length;
let j10;
if(i22 > 1){
const indices10 = {};
for(;i22--;){
let item10 = data42[i22];
if(typeof item10 !== "string"){
continue;
}
if(typeof indices10[item10] == "number"){
j10 = indices10[item10];
const err61 = {instancePath:instancePath+"/policy/requirement_options",schemaPath:"#/properties/policy/properties/requirement_options/uniqueItems",keyword:"uniqueItems",params:{i: i22, j: j10}};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
break;
}
indices10[item10] = i22;
}
}
}
else {
const err62 = {instancePath:instancePath+"/policy/requirement_options",schemaPath:"#/properties/policy/properties/requirement_options/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data33.versions !== undefined){
let data44 = data33.versions;
if(!(((data44 === "immutable") || (data44 === "source")) || (data44 === "mutable"))){
const err63 = {instancePath:instancePath+"/policy/versions",schemaPath:"#/properties/policy/properties/versions/enum",keyword:"enum",params:{allowedValues: schema31.properties.policy.properties.versions.enum}};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
if(data33.frontends !== undefined){
let data45 = data33.frontends;
if(Array.isArray(data45)){
const len12 = data45.length;
for(let i23=0; i23<len12; i23++){
if(typeof data45[i23] !== "string"){
const err64 = {instancePath:instancePath+"/policy/frontends/" + i23,schemaPath:"#/properties/policy/properties/frontends/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
let i24 = data45.length;
let j11;
if(i24 > 1){
const indices11 = {};
for(;i24--;){
let item11 = data45[i24];
if(typeof item11 !== "string"){
continue;
}
if(typeof indices11[item11] == "number"){
j11 = indices11[item11];
const err65 = {instancePath:instancePath+"/policy/frontends",schemaPath:"#/properties/policy/properties/frontends/uniqueItems",keyword:"uniqueItems",params:{i: i24, j: j11}};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
break;
}
indices11[item11] = i24;
}
}
}
else {
const err66 = {instancePath:instancePath+"/policy/frontends",schemaPath:"#/properties/policy/properties/frontends/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data33.lint !== undefined){
let data47 = data33.lint;
if(data47 && typeof data47 == "object" && !Array.isArray(data47)){
for(const key8 in data47){
let data48 = data47[key8];
if(!(((data48 === "off") || (data48 === "warning")) || (data48 === "error"))){
const err67 = {instancePath:instancePath+"/policy/lint/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/policy/properties/lint/additionalProperties/enum",keyword:"enum",params:{allowedValues: schema31.properties.policy.properties.lint.additionalProperties.enum}};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
}
else {
const err68 = {instancePath:instancePath+"/policy/lint",schemaPath:"#/properties/policy/properties/lint/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
if(data33.limits !== undefined){
let data49 = data33.limits;
if(data49 && typeof data49 == "object" && !Array.isArray(data49)){
for(const key9 in data49){
if(!((key9 === "default") || (key9 === "maximum"))){
const err69 = {instancePath:instancePath+"/policy/limits",schemaPath:"#/properties/policy/properties/limits/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9}};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
if(data49.default !== undefined){
let data50 = data49.default;
if(data50 && typeof data50 == "object" && !Array.isArray(data50)){
for(const key10 in data50){
if(!((((key10 === "cpu") || (key10 === "memory")) || (key10 === "disk")) || (key10 === "timeout"))){
const err70 = {instancePath:instancePath+"/policy/limits/default",schemaPath:"#/properties/policy/properties/limits/properties/default/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10}};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
if(data50.cpu !== undefined){
let data51 = data50.cpu;
if((typeof data51 == "number") && (isFinite(data51))){
if(data51 <= 0 || isNaN(data51)){
const err71 = {instancePath:instancePath+"/policy/limits/default/cpu",schemaPath:"#/properties/policy/properties/limits/properties/default/properties/cpu/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0}};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
else {
const err72 = {instancePath:instancePath+"/policy/limits/default/cpu",schemaPath:"#/properties/policy/properties/limits/properties/default/properties/cpu/type",keyword:"type",params:{type: "number"}};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data50.memory !== undefined){
let data52 = data50.memory;
if((typeof data52 !== "string") && (!((typeof data52 == "number") && (isFinite(data52))))){
const err73 = {instancePath:instancePath+"/policy/limits/default/memory",schemaPath:"#/properties/policy/properties/limits/properties/default/properties/memory/type",keyword:"type",params:{type: schema31.properties.policy.properties.limits.properties.default.properties.memory.type}};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
if(data50.disk !== undefined){
let data53 = data50.disk;
if((typeof data53 !== "string") && (!((typeof data53 == "number") && (isFinite(data53))))){
const err74 = {instancePath:instancePath+"/policy/limits/default/disk",schemaPath:"#/properties/policy/properties/limits/properties/default/properties/disk/type",keyword:"type",params:{type: schema31.properties.policy.properties.limits.properties.default.properties.disk.type}};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
if(data50.timeout !== undefined){
if(typeof data50.timeout !== "string"){
const err75 = {instancePath:instancePath+"/policy/limits/default/timeout",schemaPath:"#/properties/policy/properties/limits/properties/default/properties/timeout/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
}
else {
const err76 = {instancePath:instancePath+"/policy/limits/default",schemaPath:"#/properties/policy/properties/limits/properties/default/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
if(data49.maximum !== undefined){
let data55 = data49.maximum;
if(data55 && typeof data55 == "object" && !Array.isArray(data55)){
for(const key11 in data55){
if(!((((key11 === "cpu") || (key11 === "memory")) || (key11 === "disk")) || (key11 === "timeout"))){
const err77 = {instancePath:instancePath+"/policy/limits/maximum",schemaPath:"#/properties/policy/properties/limits/properties/maximum/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11}};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
if(data55.cpu !== undefined){
let data56 = data55.cpu;
if((typeof data56 == "number") && (isFinite(data56))){
if(data56 <= 0 || isNaN(data56)){
const err78 = {instancePath:instancePath+"/policy/limits/maximum/cpu",schemaPath:"#/properties/policy/properties/limits/properties/maximum/properties/cpu/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0}};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
else {
const err79 = {instancePath:instancePath+"/policy/limits/maximum/cpu",schemaPath:"#/properties/policy/properties/limits/properties/maximum/properties/cpu/type",keyword:"type",params:{type: "number"}};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
if(data55.memory !== undefined){
let data57 = data55.memory;
if((typeof data57 !== "string") && (!((typeof data57 == "number") && (isFinite(data57))))){
const err80 = {instancePath:instancePath+"/policy/limits/maximum/memory",schemaPath:"#/properties/policy/properties/limits/properties/maximum/properties/memory/type",keyword:"type",params:{type: schema31.properties.policy.properties.limits.properties.maximum.properties.memory.type}};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
if(data55.disk !== undefined){
let data58 = data55.disk;
if((typeof data58 !== "string") && (!((typeof data58 == "number") && (isFinite(data58))))){
const err81 = {instancePath:instancePath+"/policy/limits/maximum/disk",schemaPath:"#/properties/policy/properties/limits/properties/maximum/properties/disk/type",keyword:"type",params:{type: schema31.properties.policy.properties.limits.properties.maximum.properties.disk.type}};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
if(data55.timeout !== undefined){
if(typeof data55.timeout !== "string"){
const err82 = {instancePath:instancePath+"/policy/limits/maximum/timeout",schemaPath:"#/properties/policy/properties/limits/properties/maximum/properties/timeout/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
}
else {
const err83 = {instancePath:instancePath+"/policy/limits/maximum",schemaPath:"#/properties/policy/properties/limits/properties/maximum/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
}
else {
const err84 = {instancePath:instancePath+"/policy/limits",schemaPath:"#/properties/policy/properties/limits/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
if(data33.scan !== undefined){
let data60 = data33.scan;
if(data60 && typeof data60 == "object" && !Array.isArray(data60)){
for(const key12 in data60){
if(!(((((key12 === "scanner") || (key12 === "severity")) || (key12 === "unfixed")) || (key12 === "ignore")) || (key12 === "missing"))){
const err85 = {instancePath:instancePath+"/policy/scan",schemaPath:"#/properties/policy/properties/scan/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12}};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(data60.scanner !== undefined){
let data61 = data60.scanner;
if(!(((data61 === "auto") || (data61 === "trivy")) || (data61 === "grype"))){
const err86 = {instancePath:instancePath+"/policy/scan/scanner",schemaPath:"#/properties/policy/properties/scan/properties/scanner/enum",keyword:"enum",params:{allowedValues: schema31.properties.policy.properties.scan.properties.scanner.enum}};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
if(data60.severity !== undefined){
let data62 = data60.severity;
if(!((((data62 === "low") || (data62 === "medium")) || (data62 === "high")) || (data62 === "critical"))){
const err87 = {instancePath:instancePath+"/policy/scan/severity",schemaPath:"#/properties/policy/properties/scan/properties/severity/enum",keyword:"enum",params:{allowedValues: schema31.properties.policy.properties.scan.properties.severity.enum}};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
if(data60.unfixed !== undefined){
if(typeof data60.unfixed !== "boolean"){
const err88 = {instancePath:instancePath+"/policy/scan/unfixed",schemaPath:"#/properties/policy/properties/scan/properties/unfixed/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
if(data60.ignore !== undefined){
let data64 = data60.ignore;
if(Array.isArray(data64)){
const len13 = data64.length;
for(let i25=0; i25<len13; i25++){
if(typeof data64[i25] !== "string"){
const err89 = {instancePath:instancePath+"/policy/scan/ignore/" + i25,schemaPath:"#/properties/policy/properties/scan/properties/ignore/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
let i26 = data64.length;
let j12;
if(i26 > 1){
const indices12 = {};
for(;i26--;){
let item12 = data64[i26];
if(typeof item12 !== "string"){
continue;
}
if(typeof indices12[item12] == "number"){
j12 = indices12[item12];
const err90 = {instancePath:instancePath+"/policy/scan/ignore",schemaPath:"#/properties/policy/properties/scan/properties/ignore/uniqueItems",keyword:"uniqueItems",params:{i: i26, j: j12}};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
break;
}
indices12[item12] = i26;
}
}
}
else {
const err91 = {instancePath:instancePath+"/policy/scan/ignore",schemaPath:"#/properties/policy/properties/scan/properties/ignore/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
if(data60.missing !== undefined){
let data66 = data60.missing;
if(!((data66 === "refuse") || (data66 === "note"))){
const err92 = {instancePath:instancePath+"/policy/scan/missing",schemaPath:"#/properties/policy/properties/scan/properties/missing/enum",keyword:"enum",params:{allowedValues: schema31.properties.policy.properties.scan.properties.missing.enum}};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
}
else {
const err93 = {instancePath:instancePath+"/policy/scan",schemaPath:"#/properties/policy/properties/scan/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
if(data33.context !== undefined){
let data67 = data33.context;
if(!((data67 === "whole") || (data67 === "used"))){
const err94 = {instancePath:instancePath+"/policy/context",schemaPath:"#/properties/policy/properties/context/enum",keyword:"enum",params:{allowedValues: schema31.properties.policy.properties.context.enum}};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
if(data33.max_age !== undefined){
if(typeof data33.max_age !== "string"){
const err95 = {instancePath:instancePath+"/policy/max_age",schemaPath:"#/properties/policy/properties/max_age/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
if(data33.public_registries !== undefined){
let data69 = data33.public_registries;
if(Array.isArray(data69)){
const len14 = data69.length;
for(let i27=0; i27<len14; i27++){
if(typeof data69[i27] !== "string"){
const err96 = {instancePath:instancePath+"/policy/public_registries/" + i27,schemaPath:"#/properties/policy/properties/public_registries/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
let i28 = data69.length;
let j13;
if(i28 > 1){
const indices13 = {};
for(;i28--;){
let item13 = data69[i28];
if(typeof item13 !== "string"){
continue;
}
if(typeof indices13[item13] == "number"){
j13 = indices13[item13];
const err97 = {instancePath:instancePath+"/policy/public_registries",schemaPath:"#/properties/policy/properties/public_registries/uniqueItems",keyword:"uniqueItems",params:{i: i28, j: j13}};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
break;
}
indices13[item13] = i28;
}
}
}
else {
const err98 = {instancePath:instancePath+"/policy/public_registries",schemaPath:"#/properties/policy/properties/public_registries/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
}
else {
const err99 = {instancePath:instancePath+"/policy",schemaPath:"#/properties/policy/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
}
if(data.signing !== undefined){
let data71 = data.signing;
if(!((data71 === "key") || (data71 === "keyless"))){
const err100 = {instancePath:instancePath+"/signing",schemaPath:"#/properties/signing/enum",keyword:"enum",params:{allowedValues: schema31.properties.signing.enum}};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
}
if(data.sbom !== undefined){
if(typeof data.sbom !== "boolean"){
const err101 = {instancePath:instancePath+"/sbom",schemaPath:"#/properties/sbom/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
}
if(data.control !== undefined){
let data73 = data.control;
if(data73 && typeof data73 == "object" && !Array.isArray(data73)){
if(data73.url === undefined){
const err102 = {instancePath:instancePath+"/control",schemaPath:"#/properties/control/required",keyword:"required",params:{missingProperty: "url"}};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
for(const key13 in data73){
if(!(((((key13 === "url") || (key13 === "method")) || (key13 === "path")) || (key13 === "token_env")) || (key13 === "required"))){
const err103 = {instancePath:instancePath+"/control",schemaPath:"#/properties/control/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key13}};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
}
if(data73.url !== undefined){
if(typeof data73.url !== "string"){
const err104 = {instancePath:instancePath+"/control/url",schemaPath:"#/properties/control/properties/url/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
}
if(data73.method !== undefined){
let data75 = data73.method;
if(!((data75 === "PUT") || (data75 === "POST"))){
const err105 = {instancePath:instancePath+"/control/method",schemaPath:"#/properties/control/properties/method/enum",keyword:"enum",params:{allowedValues: schema31.properties.control.properties.method.enum}};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
if(data73.path !== undefined){
if(typeof data73.path !== "string"){
const err106 = {instancePath:instancePath+"/control/path",schemaPath:"#/properties/control/properties/path/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
}
if(data73.token_env !== undefined){
if(typeof data73.token_env !== "string"){
const err107 = {instancePath:instancePath+"/control/token_env",schemaPath:"#/properties/control/properties/token_env/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
}
if(data73.required !== undefined){
if(typeof data73.required !== "boolean"){
const err108 = {instancePath:instancePath+"/control/required",schemaPath:"#/properties/control/properties/required/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
}
}
else {
const err109 = {instancePath:instancePath+"/control",schemaPath:"#/properties/control/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
}
if(data.flightctl !== undefined){
let data79 = data.flightctl;
if(data79 && typeof data79 == "object" && !Array.isArray(data79)){
if(data79.api === undefined){
const err110 = {instancePath:instancePath+"/flightctl",schemaPath:"#/properties/flightctl/required",keyword:"required",params:{missingProperty: "api"}};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
for(const key14 in data79){
if(!(((((key14 === "api") || (key14 === "token_env")) || (key14 === "ca")) || (key14 === "expiration")) || (key14 === "timeout"))){
const err111 = {instancePath:instancePath+"/flightctl",schemaPath:"#/properties/flightctl/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key14}};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
}
if(data79.api !== undefined){
if(typeof data79.api !== "string"){
const err112 = {instancePath:instancePath+"/flightctl/api",schemaPath:"#/properties/flightctl/properties/api/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
}
if(data79.token_env !== undefined){
if(typeof data79.token_env !== "string"){
const err113 = {instancePath:instancePath+"/flightctl/token_env",schemaPath:"#/properties/flightctl/properties/token_env/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
if(data79.ca !== undefined){
if(typeof data79.ca !== "string"){
const err114 = {instancePath:instancePath+"/flightctl/ca",schemaPath:"#/properties/flightctl/properties/ca/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
}
if(data79.expiration !== undefined){
if(typeof data79.expiration !== "string"){
const err115 = {instancePath:instancePath+"/flightctl/expiration",schemaPath:"#/properties/flightctl/properties/expiration/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
}
if(data79.timeout !== undefined){
if(typeof data79.timeout !== "string"){
const err116 = {instancePath:instancePath+"/flightctl/timeout",schemaPath:"#/properties/flightctl/properties/timeout/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
}
}
else {
const err117 = {instancePath:instancePath+"/flightctl",schemaPath:"#/properties/flightctl/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
}
if(data.builder !== undefined){
let data85 = data.builder;
if(data85 && typeof data85 == "object" && !Array.isArray(data85)){
for(const key15 in data85){
if(!((key15 === "kind") || (key15 === "reproducible"))){
const err118 = {instancePath:instancePath+"/builder",schemaPath:"#/properties/builder/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key15}};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
}
if(data85.kind !== undefined){
let data86 = data85.kind;
if(!((((data86 === "auto") || (data86 === "buildx")) || (data86 === "buildah")) || (data86 === "podman"))){
const err119 = {instancePath:instancePath+"/builder/kind",schemaPath:"#/properties/builder/properties/kind/enum",keyword:"enum",params:{allowedValues: schema31.properties.builder.properties.kind.enum}};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
}
if(data85.reproducible !== undefined){
if(typeof data85.reproducible !== "boolean"){
const err120 = {instancePath:instancePath+"/builder/reproducible",schemaPath:"#/properties/builder/properties/reproducible/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
}
else {
const err121 = {instancePath:instancePath+"/builder",schemaPath:"#/properties/builder/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
}
if(data.containers !== undefined){
let data88 = data.containers;
if(data88 && typeof data88 == "object" && !Array.isArray(data88)){
for(const key16 in data88){
if(typeof data88[key16] !== "string"){
const err122 = {instancePath:instancePath+"/containers/" + key16.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/containers/additionalProperties/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
}
}
else {
const err123 = {instancePath:instancePath+"/containers",schemaPath:"#/properties/containers/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
}
if(data.runtime !== undefined){
let data90 = data.runtime;
if(data90 && typeof data90 == "object" && !Array.isArray(data90)){
for(const key17 in data90){
if(!((((key17 === "engine") || (key17 === "catalogue")) || (key17 === "sessions")) || (key17 === "settle"))){
const err124 = {instancePath:instancePath+"/runtime",schemaPath:"#/properties/runtime/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key17}};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
}
if(data90.engine !== undefined){
let data91 = data90.engine;
if(!((((data91 === "auto") || (data91 === "docker")) || (data91 === "podman")) || (data91 === "container"))){
const err125 = {instancePath:instancePath+"/runtime/engine",schemaPath:"#/properties/runtime/properties/engine/enum",keyword:"enum",params:{allowedValues: schema31.properties.runtime.properties.engine.enum}};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
}
if(data90.catalogue !== undefined){
let data92 = data90.catalogue;
if(data92 && typeof data92 == "object" && !Array.isArray(data92)){
if(data92.url === undefined){
const err126 = {instancePath:instancePath+"/runtime/catalogue",schemaPath:"#/properties/runtime/properties/catalogue/required",keyword:"required",params:{missingProperty: "url"}};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
for(const key18 in data92){
if(!((((key18 === "url") || (key18 === "token_env")) || (key18 === "category")) || (key18 === "tag"))){
const err127 = {instancePath:instancePath+"/runtime/catalogue",schemaPath:"#/properties/runtime/properties/catalogue/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key18}};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
}
if(data92.url !== undefined){
if(typeof data92.url !== "string"){
const err128 = {instancePath:instancePath+"/runtime/catalogue/url",schemaPath:"#/properties/runtime/properties/catalogue/properties/url/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
}
if(data92.token_env !== undefined){
if(typeof data92.token_env !== "string"){
const err129 = {instancePath:instancePath+"/runtime/catalogue/token_env",schemaPath:"#/properties/runtime/properties/catalogue/properties/token_env/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
}
if(data92.category !== undefined){
if(typeof data92.category !== "string"){
const err130 = {instancePath:instancePath+"/runtime/catalogue/category",schemaPath:"#/properties/runtime/properties/catalogue/properties/category/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
}
if(data92.tag !== undefined){
if(typeof data92.tag !== "string"){
const err131 = {instancePath:instancePath+"/runtime/catalogue/tag",schemaPath:"#/properties/runtime/properties/catalogue/properties/tag/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
}
}
else {
const err132 = {instancePath:instancePath+"/runtime/catalogue",schemaPath:"#/properties/runtime/properties/catalogue/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
}
if(data90.sessions !== undefined){
let data97 = data90.sessions;
if(data97 && typeof data97 == "object" && !Array.isArray(data97)){
for(const key19 in data97){
if(!((key19 === "label") || (key19 === "command"))){
const err133 = {instancePath:instancePath+"/runtime/sessions",schemaPath:"#/properties/runtime/properties/sessions/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key19}};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
}
if(data97.label !== undefined){
if(typeof data97.label !== "string"){
const err134 = {instancePath:instancePath+"/runtime/sessions/label",schemaPath:"#/properties/runtime/properties/sessions/properties/label/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
}
if(data97.command !== undefined){
let data99 = data97.command;
if(Array.isArray(data99)){
if(data99.length < 1){
const err135 = {instancePath:instancePath+"/runtime/sessions/command",schemaPath:"#/properties/runtime/properties/sessions/properties/command/minItems",keyword:"minItems",params:{limit: 1}};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
const len15 = data99.length;
for(let i29=0; i29<len15; i29++){
if(typeof data99[i29] !== "string"){
const err136 = {instancePath:instancePath+"/runtime/sessions/command/" + i29,schemaPath:"#/properties/runtime/properties/sessions/properties/command/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
}
}
else {
const err137 = {instancePath:instancePath+"/runtime/sessions/command",schemaPath:"#/properties/runtime/properties/sessions/properties/command/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
}
}
else {
const err138 = {instancePath:instancePath+"/runtime/sessions",schemaPath:"#/properties/runtime/properties/sessions/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
}
if(data90.settle !== undefined){
let data101 = data90.settle;
if(!(((typeof data101 == "number") && (!(data101 % 1) && !isNaN(data101))) && (isFinite(data101)))){
const err139 = {instancePath:instancePath+"/runtime/settle",schemaPath:"#/properties/runtime/properties/settle/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
if((typeof data101 == "number") && (isFinite(data101))){
if(data101 > 600 || isNaN(data101)){
const err140 = {instancePath:instancePath+"/runtime/settle",schemaPath:"#/properties/runtime/properties/settle/maximum",keyword:"maximum",params:{comparison: "<=", limit: 600}};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
if(data101 < 0 || isNaN(data101)){
const err141 = {instancePath:instancePath+"/runtime/settle",schemaPath:"#/properties/runtime/properties/settle/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
}
}
}
else {
const err142 = {instancePath:instancePath+"/runtime",schemaPath:"#/properties/runtime/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
}
if(data.retention !== undefined){
let data102 = data.retention;
if(data102 && typeof data102 == "object" && !Array.isArray(data102)){
for(const key20 in data102){
if(!(key20 === "landings")){
const err143 = {instancePath:instancePath+"/retention",schemaPath:"#/properties/retention/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key20}};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
}
if(data102.landings !== undefined){
if(typeof data102.landings !== "string"){
const err144 = {instancePath:instancePath+"/retention/landings",schemaPath:"#/properties/retention/properties/landings/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err144];
}
else {
vErrors.push(err144);
}
errors++;
}
}
}
else {
const err145 = {instancePath:instancePath+"/retention",schemaPath:"#/properties/retention/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err145];
}
else {
vErrors.push(err145);
}
errors++;
}
}
if(data.exports !== undefined){
let data104 = data.exports;
if(data104 && typeof data104 == "object" && !Array.isArray(data104)){
for(const key21 in data104){
if(!((((key21 === "storage") || (key21 === "keep")) || (key21 === "max_size")) || (key21 === "image_builder"))){
const err146 = {instancePath:instancePath+"/exports",schemaPath:"#/properties/exports/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key21}};
if(vErrors === null){
vErrors = [err146];
}
else {
vErrors.push(err146);
}
errors++;
}
}
if(data104.storage !== undefined){
let data105 = data104.storage;
if(data105 && typeof data105 == "object" && !Array.isArray(data105)){
for(const key22 in data105){
if(!((((((key22 === "kind") || (key22 === "path")) || (key22 === "endpoint")) || (key22 === "bucket")) || (key22 === "region")) || (key22 === "prefix"))){
const err147 = {instancePath:instancePath+"/exports/storage",schemaPath:"#/properties/exports/properties/storage/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key22}};
if(vErrors === null){
vErrors = [err147];
}
else {
vErrors.push(err147);
}
errors++;
}
}
if(data105.kind !== undefined){
let data106 = data105.kind;
if(!(((data106 === "local") || (data106 === "pvc")) || (data106 === "s3"))){
const err148 = {instancePath:instancePath+"/exports/storage/kind",schemaPath:"#/properties/exports/properties/storage/properties/kind/enum",keyword:"enum",params:{allowedValues: schema31.properties.exports.properties.storage.properties.kind.enum}};
if(vErrors === null){
vErrors = [err148];
}
else {
vErrors.push(err148);
}
errors++;
}
}
if(data105.path !== undefined){
if(typeof data105.path !== "string"){
const err149 = {instancePath:instancePath+"/exports/storage/path",schemaPath:"#/properties/exports/properties/storage/properties/path/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err149];
}
else {
vErrors.push(err149);
}
errors++;
}
}
if(data105.endpoint !== undefined){
if(typeof data105.endpoint !== "string"){
const err150 = {instancePath:instancePath+"/exports/storage/endpoint",schemaPath:"#/properties/exports/properties/storage/properties/endpoint/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err150];
}
else {
vErrors.push(err150);
}
errors++;
}
}
if(data105.bucket !== undefined){
if(typeof data105.bucket !== "string"){
const err151 = {instancePath:instancePath+"/exports/storage/bucket",schemaPath:"#/properties/exports/properties/storage/properties/bucket/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err151];
}
else {
vErrors.push(err151);
}
errors++;
}
}
if(data105.region !== undefined){
if(typeof data105.region !== "string"){
const err152 = {instancePath:instancePath+"/exports/storage/region",schemaPath:"#/properties/exports/properties/storage/properties/region/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err152];
}
else {
vErrors.push(err152);
}
errors++;
}
}
if(data105.prefix !== undefined){
if(typeof data105.prefix !== "string"){
const err153 = {instancePath:instancePath+"/exports/storage/prefix",schemaPath:"#/properties/exports/properties/storage/properties/prefix/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err153];
}
else {
vErrors.push(err153);
}
errors++;
}
}
}
else {
const err154 = {instancePath:instancePath+"/exports/storage",schemaPath:"#/properties/exports/properties/storage/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err154];
}
else {
vErrors.push(err154);
}
errors++;
}
}
if(data104.keep !== undefined){
let data112 = data104.keep;
if(!(((typeof data112 == "number") && (!(data112 % 1) && !isNaN(data112))) && (isFinite(data112)))){
const err155 = {instancePath:instancePath+"/exports/keep",schemaPath:"#/properties/exports/properties/keep/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err155];
}
else {
vErrors.push(err155);
}
errors++;
}
if((typeof data112 == "number") && (isFinite(data112))){
if(data112 < 1 || isNaN(data112)){
const err156 = {instancePath:instancePath+"/exports/keep",schemaPath:"#/properties/exports/properties/keep/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err156];
}
else {
vErrors.push(err156);
}
errors++;
}
}
}
if(data104.max_size !== undefined){
let data113 = data104.max_size;
if((typeof data113 !== "string") && (!(((typeof data113 == "number") && (!(data113 % 1) && !isNaN(data113))) && (isFinite(data113))))){
const err157 = {instancePath:instancePath+"/exports/max_size",schemaPath:"#/properties/exports/properties/max_size/type",keyword:"type",params:{type: schema31.properties.exports.properties.max_size.type}};
if(vErrors === null){
vErrors = [err157];
}
else {
vErrors.push(err157);
}
errors++;
}
}
if(data104.image_builder !== undefined){
if(typeof data104.image_builder !== "string"){
const err158 = {instancePath:instancePath+"/exports/image_builder",schemaPath:"#/properties/exports/properties/image_builder/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err158];
}
else {
vErrors.push(err158);
}
errors++;
}
}
}
else {
const err159 = {instancePath:instancePath+"/exports",schemaPath:"#/properties/exports/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err159];
}
else {
vErrors.push(err159);
}
errors++;
}
}
if(data.concurrency !== undefined){
let data115 = data.concurrency;
if(!(((typeof data115 == "number") && (!(data115 % 1) && !isNaN(data115))) && (isFinite(data115)))){
const err160 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err160];
}
else {
vErrors.push(err160);
}
errors++;
}
if((typeof data115 == "number") && (isFinite(data115))){
if(data115 > 256 || isNaN(data115)){
const err161 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/maximum",keyword:"maximum",params:{comparison: "<=", limit: 256}};
if(vErrors === null){
vErrors = [err161];
}
else {
vErrors.push(err161);
}
errors++;
}
if(data115 < 1 || isNaN(data115)){
const err162 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err162];
}
else {
vErrors.push(err162);
}
errors++;
}
}
}
}
else {
const err163 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err163];
}
else {
vErrors.push(err163);
}
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

